//! Khmer.

use super::Texts;

/// The texts.
pub const TEXTS: Texts = Texts {
    choose: "គណនីរបស់អ្នកនៅ Acme",
    linked: "{partner} ស្នើឱ្យ {provider} ភ្ជាប់គណនីរបស់សមាជិក {member}។",
    private: "អ្នកចូលគណនីនៅ {provider}។ {partner} មិនឃើញពាក្យសម្ងាត់របស់អ្នកឡើយ ឃើញតែលេខចុងក្រោយនៃគណនីប៉ុណ្ណោះ។",
    control: "គ្មានអ្វីត្រូវបានភ្ជាប់ទេ រហូតដល់អ្នកយល់ព្រមនៅ {provider}។",
    declined: "អ្នកមិនបានយល់ព្រមនៅ {provider} ទេ។",
};
