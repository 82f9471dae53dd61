//! Texts of partners that are shown to people.

/// Characters that turn the direction of what follows (Unicode, UAX 9): a label with them could say one thing and
/// show another. Joiners and zero-width spaces stay: Khmer and emoji are written with them.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
