//! Khmer.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "គណនីទទួលប្រាក់សម្រាប់ហាងរបស់អ្នក",
    replace_title: "ប្តូរគណនី {provider} របស់អ្នកនៅ {partner}",
    open_use: "{partner} ស្នើឱ្យ {provider} បើកគណនីទទួលប្រាក់ជា {currency} សម្រាប់ហាង «{store}» ({host})។",
    replace_use: "គណនីទាំងនេះនឹងជំនួសគណនីដែលកំពុងភ្ជាប់។",
    private: "អ្នកចូលគណនីនៅ {provider}។ {partner} មិនឃើញពាក្យសម្ងាត់របស់អ្នកឡើយ ឃើញតែលេខចុងក្រោយនៃគណនី និងរូបិយប័ណ្ណប៉ុណ្ណោះ។",
    control: "គ្មានអ្វីត្រូវបានភ្ជាប់ទេ រហូតដល់អ្នកយល់ព្រមនៅ {provider}។",
    currency_exists: "{provider} មានគណនីជារូបិយប័ណ្ណមួយក្នុងចំណោមនេះរួចហើយ។",
    currency_unsupported: "{provider} មិនមានរូបិយប័ណ្ណមួយក្នុងចំណោមនេះទេ។",
    request_seen: "{provider} ធ្លាប់ទទួលសំណើនេះរួចហើយ។",
    account_exists: "{provider} ប្រាប់ថាអ្នកមានគណនីបែបនេះរួចហើយ។",
    signature: "{provider} មិនទទួលហត្ថលេខារបស់យើងទេ។",
};
