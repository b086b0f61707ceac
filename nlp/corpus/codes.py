"""The keys of the codebook: what a finding or recommendation may be coded as."""

from typing import Final

CATEGORIES: Final = (
    "management_systems",
    "family_professional_interaction",
    "tools",
    "responses_to_incidents",
    "longer_term_work",
    "cognitive_emotional_bias",
)

THEMES: Final = (
    "supervision",
    "information_sharing",
    "assessment",
    "thresholds_referral",
    "family_engagement",
    "voice_of_child",
    "professional_challenge",
    "record_keeping",
    "training",
    "workload_resources",
    "transience_transfer",
    "domestic_abuse",
    "substance_misuse",
    "parental_mental_health",
    "neglect",
    "pre_birth",
    "planning_review",
    "roles_responsibilities",
    "it_systems",
    "commissioning",
    "out_of_hours",
    "escalation",
    "child_sexual_abuse_exploitation",
    "kinship_care",
    "looked_after",
    "self_harm_suicide",
    "adult_services_interface",
    "fathers_partners",
    "poverty_housing",
    "good_practice",
)

DEPTHS: Final = ("description", "remedial_action", "explanation", "underlying_reason")

RECOMMENDATION_KINDS: Final = (
    "procedure_guidance",
    "training",
    "supervision_support",
    "information_sharing",
    "audit_monitoring",
    "resources",
    "multi_agency_arrangement",
    "commissioning",
    "national_policy",
    "other",
)

MOST_THEMES: Final = 3
FEWEST_WORDS: Final = 12
MOST_WORDS: Final = 120
