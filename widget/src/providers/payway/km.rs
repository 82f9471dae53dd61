//! Khmer.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "គណនីក្នុង ABA Mobile",
    saved_title: "រក្សាទុកគណនី {provider} របស់អ្នកនៅ {partner}",
    saved_use: "{partner} អាចបង្ហាញគណនីនេះឱ្យអ្នកជ្រើសរើសពេលបង់ប្រាក់។ រាល់ការបង់ប្រាក់នៅតែត្រូវការការយល់ព្រមពីអ្នក។",
    charge_title: "អនុញ្ញាតឱ្យ {partner} កាត់ប្រាក់ពីគណនី {provider} របស់អ្នក",
    charge_use: "{partner} អាចកាត់ប្រាក់ពីគណនីនេះនៅពេលក្រោយ ដោយមិនសួរអ្នកម្តងទៀតទេ។",
    private: "{partner} ឃើញតែលេខចុងក្រោយនៃគណនី និងរូបិយប័ណ្ណ មិនឃើញលេខ PIN ឬសមតុល្យរបស់អ្នកឡើយ។",
    control: "គ្មានអ្វីត្រូវបានភ្ជាប់ទេ រហូតដល់អ្នកយល់ព្រមក្នុង ABA Mobile។",
    not_found: "ABA មិនមានព័ត៌មានអំពីតំណនេះទេ។",
    token_invalid: "ABA លែងស្គាល់គណនីនេះហើយ។",
    domain: "ABA មិនទាន់ស្គាល់អាសយដ្ឋាននៃទំព័រនេះទេ។",
    merchant: "ABA មិនស្គាល់ហាងនេះទេ។",
    flag: "ABA មិនអនុញ្ញាតឱ្យ {partner} ប្រើគណនីតាមរបៀបនេះទេ។",
    signature: "{provider} មិនទទួលហត្ថលេខារបស់យើងទេ។",
};
