//! Names of files, as a request gives them.

/// Whether a text can be the name of a file of ours: it leads into no other folder.
pub fn is_name(text: &str) -> bool {
    !text.starts_with('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_name_leads_into_no_other_folder() {
        assert!(is_name("landing_store_long") && is_name("widget.0123abcd.wasm"));
        assert!(!is_name("..") && !is_name("../vars") && !is_name("a/b") && !is_name(".env"));
    }
}
