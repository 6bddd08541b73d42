// SPDX-License-Identifier: Apache-2.0
// The recurrence of the encoder's layers and its gradient, for the trainer. Sentences lie one after
// the other: sentence s has rows first[s] .. first[s+1]). u [N][2][g][h], v [2][2][h], below [N][2h].
#include <torch/extension.h>
#include <vector>
#include <cmath>
using torch::Tensor;
static inline float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }
constexpr float kClamp = 8.0f;

std::vector<Tensor> forward(Tensor u, Tensor v, Tensor below, Tensor first) {
  const int64_t N = u.size(0), g = u.size(2), h = u.size(3), S = first.size(0) - 1;
  auto y = torch::empty({N, 2 * h}, u.options()), c = torch::empty({N, 2, h}, u.options());
  auto f = torch::empty({N, 2, h}, u.options()), r = torch::empty({N, 2, h}, u.options());
  const float *pu = u.data_ptr<float>(), *pv = v.data_ptr<float>(), *pb = below.data_ptr<float>();
  const int64_t* fs = first.data_ptr<int64_t>();
  float *py = y.data_ptr<float>(), *pc = c.data_ptr<float>(), *pf = f.data_ptr<float>(), *pr = r.data_ptr<float>();
  std::vector<float> zero(h, 0.0f);
  for (int64_t s = 0; s < S; ++s)
    for (int d = 0; d < 2; ++d) {
      const float *vf = pv + (d * 2) * h, *vr = pv + (d * 2 + 1) * h;
      const float* before = zero.data();
      for (int64_t k = fs[s]; k < fs[s + 1]; ++k) {
        const int64_t t = d == 0 ? k : fs[s] + fs[s + 1] - 1 - k;
        const float *x = pu + ((t * 2 + d) * g) * h, *uf = x + h, *ur = x + 2 * h;
        const float* skip = g == 4 ? x + 3 * h : pb + t * 2 * h + d * h;
        float *cc = pc + (t * 2 + d) * h, *ff = pf + (t * 2 + d) * h, *rr = pr + (t * 2 + d) * h, *yy = py + t * 2 * h + d * h;
#pragma GCC ivdep
        for (int64_t i = 0; i < h; ++i) {
          const float a = sigmoid(uf[i] + vf[i] * before[i]), b = sigmoid(ur[i] + vr[i] * before[i]);
          const float n = a * before[i] + (1 - a) * x[i];
          ff[i] = a; rr[i] = b; cc[i] = n;
          const float o = b * n + (1 - b) * skip[i];
          yy[i] = o > kClamp ? kClamp : o < -kClamp ? -kClamp : o;
        }
        before = cc;
      }
    }
  return {y, c, f, r};
}

std::vector<Tensor> backward(Tensor dy, Tensor u, Tensor v, Tensor below, Tensor first, Tensor y, Tensor c, Tensor f, Tensor r) {
  const int64_t N = u.size(0), g = u.size(2), h = u.size(3), S = first.size(0) - 1;
  auto du = torch::empty_like(u), dv = torch::zeros_like(v);
  auto db = g == 4 ? torch::Tensor() : torch::empty_like(below);
  const float *pu = u.data_ptr<float>(), *pv = v.data_ptr<float>(), *pb = below.data_ptr<float>(), *pdy = dy.data_ptr<float>();
  const float *py = y.data_ptr<float>(), *pc = c.data_ptr<float>(), *pf = f.data_ptr<float>(), *pr = r.data_ptr<float>();
  const int64_t* fs = first.data_ptr<int64_t>();
  float *pdu = du.data_ptr<float>(), *pdv = dv.data_ptr<float>(), *pdb = g == 4 ? nullptr : db.data_ptr<float>();
  std::vector<float> zero(h, 0.0f), dc(h);
  for (int64_t s = 0; s < S; ++s)
    for (int d = 0; d < 2; ++d) {
      const float *vf = pv + (d * 2) * h, *vr = pv + (d * 2 + 1) * h;
      float *dvf = pdv + (d * 2) * h, *dvr = pdv + (d * 2 + 1) * h;
      std::fill(dc.begin(), dc.end(), 0.0f);
      float* carry = dc.data();
      for (int64_t k = fs[s + 1] - 1; k >= fs[s]; --k) {
        const int64_t t = d == 0 ? k : fs[s] + fs[s + 1] - 1 - k;
        const int64_t p = d == 0 ? t - 1 : t + 1;
        const float* before = k == fs[s] ? zero.data() : pc + (p * 2 + d) * h;
        const float* x = pu + ((t * 2 + d) * g) * h;
        const float* skip = g == 4 ? x + 3 * h : pb + t * 2 * h + d * h;
        const float *cc = pc + (t * 2 + d) * h, *ff = pf + (t * 2 + d) * h, *rr = pr + (t * 2 + d) * h;
        const float *go = pdy + t * 2 * h + d * h, *yy = py + t * 2 * h + d * h;
        float* o = pdu + ((t * 2 + d) * g) * h;
        float* os = g == 4 ? o + 3 * h : pdb + t * 2 * h + d * h;
#pragma GCC ivdep
        for (int64_t i = 0; i < h; ++i) {
          const float e = (yy[i] >= kClamp || yy[i] <= -kClamp) ? 0.0f : go[i];
          const float a = ff[i], b = rr[i];
          const float dr = e * (cc[i] - skip[i]) * b * (1 - b);
          os[i] = e * (1 - b);
          const float dn = e * b + carry[i];
          const float df = dn * (before[i] - x[i]) * a * (1 - a);
          o[i] = dn * (1 - a);
          o[h + i] = df;
          o[2 * h + i] = dr;
          carry[i] = dn * a + df * vf[i] + dr * vr[i];
          dvf[i] += df * before[i];
          dvr[i] += dr * before[i];
        }
      }
    }
  return {du, dv, g == 4 ? torch::zeros({0}) : db};
}
PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) { m.def("forward", &forward); m.def("backward", &backward); }
