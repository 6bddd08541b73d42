// SPDX-License-Identifier: Apache-2.0
#include "doc/facts.h"

#include <array>

namespace sayso {
namespace {
template <typename Enum, std::size_t N>
std::string_view name_of(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}
constexpr std::array<std::string_view, 12> kMentionKind{
    "person",   "organization", "group",   "place",     "facility", "time",
    "quantity", "weapon",       "vehicle", "agreement", "event",    "other"};
constexpr std::array<std::string_view, 3> kMentionForm{"name", "nominal", "pronoun"};
constexpr std::array<std::string_view, 4> kTimeType{"DATE", "TIME", "DURATION", "SET"};
constexpr std::array<std::string_view, 11> kChannel{
    "unstated", "speech", "interview", "statement", "bulletin", "news_conference",
    "social",   "agency", "media",     "document",  "poll"};
constexpr std::array<std::string_view, 5> kCertainty{"asserted", "likely", "possible", "doubted",
                                                     "denied"};
constexpr std::array<std::string_view, 3> kClaimKind{"direct", "indirect", "mixed"};
constexpr std::array<std::string_view, 3> kClaimAct{"speech", "attitude", "intention"};
constexpr std::array<std::string_view, 8> kRole{"agent",  "target", "instrument",  "beneficiary",
                                                "object", "origin", "destination", "participant"};
constexpr std::array<std::string_view, 7> kFactuality{"CT+", "PR+", "PS+", "CT-",
                                                      "PR-", "PS-", "U"};
constexpr std::array<std::string_view, 4> kEventTime{"past", "ongoing", "planned", "conditional"};
constexpr std::array<std::string_view, 8> kStateVariable{
    "control", "access", "condition", "position", "posture", "status", "custody", "substitute"};
}  // namespace

std::string_view mention_kind_name(MentionKind v) {
  return name_of(kMentionKind, v);
}
std::string_view mention_form_name(MentionForm v) {
  return name_of(kMentionForm, v);
}
std::string_view time_type_name(TimeType v) {
  return name_of(kTimeType, v);
}
std::string_view channel_name(Channel v) {
  return name_of(kChannel, v);
}
std::string_view certainty_name(Certainty v) {
  return name_of(kCertainty, v);
}
std::string_view claim_kind_name(ClaimKind v) {
  return name_of(kClaimKind, v);
}
std::string_view claim_act_name(ClaimAct v) {
  return name_of(kClaimAct, v);
}
std::string_view role_name(Role v) {
  return name_of(kRole, v);
}
std::string_view factuality_name(Factuality v) {
  return name_of(kFactuality, v);
}
std::string_view event_time_name(EventTime v) {
  return name_of(kEventTime, v);
}
std::string_view state_variable_name(StateVariable v) {
  return name_of(kStateVariable, v);
}

bool state_variable_from(std::string_view name, StateVariable& variable) {
  for (std::size_t i = 0; i < kStateVariable.size(); ++i) {
    if (kStateVariable[i] == name) {
      variable = static_cast<StateVariable>(i);
      return true;
    }
  }
  return false;
}

}  // namespace sayso
