//! The bodies on the wire, to CaaS, from CaaS, and between a partner and us. Names are 001's.

use super::Subject;
use crate::country::Country;
use crate::id::{CaseId, CaseUuid};
use crate::kyc::values::{Decision, Gender, ScreenType, Suggestion};
use crate::status::KycStatus;
use serde::{Deserialize, Serialize};

/// `individualInfo`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields of 001, `IndividualInfo`")]
pub struct IndividualInfo {
    pub gender: Gender,
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub dob: String,
    pub nationality: Country,
    pub residential_country: Country,
}

impl core::fmt::Debug for IndividualInfo {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("IndividualInfo(…)")
    }
}

/// An empty object: 001 says nothing of an organisation but its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganizationInfo {}

/// The body of `POST /api/v1/cases`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NewCase<'a> {
    external_case_id: &'a CaseId,
    screen_type: ScreenType,
    full_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    individual_info: Option<IndividualInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_info: Option<OrganizationInfo>,
}

impl Subject {
    /// The bytes of `POST /api/v1/cases`, as they are signed and sent.
    pub fn new_case(&self, external: &CaseId) -> String {
        let case = match self {
            Self::Individual { full_name, gender, dob, nationality, residential_country } => NewCase {
                external_case_id: external,
                screen_type: ScreenType::Individual,
                full_name,
                individual_info: Some(IndividualInfo {
                    gender: *gender,
                    dob: dob.clone(),
                    nationality: *nationality,
                    residential_country: *residential_country,
                }),
                organization_info: None,
            },
            Self::Organisation { full_name } => NewCase {
                external_case_id: external,
                screen_type: ScreenType::Organisation,
                full_name,
                individual_info: None,
                organization_info: Some(OrganizationInfo {}),
            },
        };
        serde_json::to_string(&case).unwrap_or_default()
    }
}

/// The reply of create, which 001 does not show: whichever of the names is there.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "see the type")]
pub struct Created {
    case_system_id: Option<CaseUuid>,
    id: Option<CaseUuid>,
    uuid: Option<CaseUuid>,
}

impl Created {
    /// The id in a reply; `None` if it says none.
    pub fn id_in(text: &str) -> Option<CaseUuid> {
        let created: Self = serde_json::from_str(text).ok()?;
        created.case_system_id.or(created.id).or(created.uuid)
    }
}

/// The reply of `GET /api/v1/cases/<UUID>`, and with its first two fields the answer of
/// `GET /api/v1/links/{user_ext_ref}/kyc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(missing_docs, reason = "the fields of 001, `KYC Case`")]
pub struct CaseBody {
    /// What it means for the link; ours alone.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub kyc_status: Option<KycStatus>,
    /// CaaS's own id of it.
    #[serde(rename = "caseSystemId", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub case_system_id: Option<CaseUuid>,
    #[serde(rename = "externalCaseId")]
    pub external_case_id: CaseId,
    #[serde(rename = "screenType")]
    pub screen_type: ScreenType,
    #[serde(rename = "fullName")]
    pub full_name: String,
    #[serde(rename = "individualInfo", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub individual_info: Option<IndividualInfo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub suggestion: Option<Suggestion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub suggestion_comment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub decision: Option<Decision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub decision_comment: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ogs: Option<bool>,
}

/// The webhook of CaaS (001, "KYC Case 扫描回调"): a hint, so only the ids are read.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the fields of 001")]
pub struct CaseWebhook {
    pub case_system_id: Option<CaseUuid>,
    pub external_case_id: Option<CaseId>,
}

/// The body of `POST …/decision`, the partner's and ours.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(
    feature = "openapi",
    schema(examples(json!({ "caseResult": "ACCEPT", "comment": "Same person as in the passport." })))
)]
pub struct DecisionBody {
    /// The decision.
    pub case_result: Decision,
    /// For people.
    pub comment: String,
}

/// The answer of `POST …/kyc/decision` and `POST …/kyc/ogs`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KycStanding {
    /// As it stands after it.
    pub kyc_status: KycStatus,
}
