//! Looking into texts, the short way: the library's searcher is a kilobyte of the page, for texts longer than ours.

/// Where a word begins; `None` where it is not, and for none.
pub fn find(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len().max(1)).position(|part| part == word.as_bytes())
}

/// What stands after the last such character; all of it where there is none.
pub fn last(text: &str, mark: char) -> &str {
    text.split(mark).fold("", |_, part| part)
}
