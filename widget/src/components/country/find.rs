//! Looking for a country by its name or its code, in a list of lines like `JPN Japan`.

use crate::words;

/// A code and a name.
pub type Country<'a> = (&'a str, &'a str);

/// Every country with this in its name or at the beginning of its code; all of them for nothing. Names that begin like
/// it, and the code itself, go first.
pub fn matching<'a>(list: &'a str, typed: &str) -> Vec<Country<'a>> {
    let wanted = fold(typed);
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for (code, name) in all(list) {
        let (short, long) = (fold(code), fold(name));
        if short == wanted || long.starts_with(&wanted) {
            first.push((code, name));
        } else if short.starts_with(&wanted) || words::find(&long, &wanted).is_some() {
            then.push((code, name));
        }
    }
    first.append(&mut then);
    first
}

/// The country that is called so, or whose code this is.
pub fn exact<'a>(list: &'a str, typed: &str) -> Option<Country<'a>> {
    let wanted = fold(typed);
    all(list).find(|(code, name)| fold(code) == wanted || fold(name) == wanted)
}

fn all(list: &str) -> impl Iterator<Item = Country<'_>> {
    list.split('\n').filter_map(|line| line.split_once(' '))
}

/// Without what people leave out: case, accents, signs, and the invisible places where Khmer may break.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'Å' | 'å' | 'ã' => Some('a'),
        'ç' => Some('c'),
        'é' => Some('e'),
        'í' => Some('i'),
        'ô' => Some('o'),
        'ü' => Some('u'),
        '’' | '\u{200b}' => None,
        c if c.is_ascii() => c.is_ascii_alphanumeric().then_some(c.to_ascii_lowercase()),
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_link_shared::country::Country as Known;

    const EN: &str = include_str!("../../../countries/en.txt");
    const ZH: &str = include_str!("../../../countries/zh-Hans.txt");
    const KM: &str = include_str!("../../../countries/km.txt");

    #[test]
    fn every_list_names_every_country_once_each_with_a_name_of_its_own() {
        for list in [EN, ZH, KM] {
            let mut codes: Vec<_> = all(list).map(|(code, _)| code).collect();
            codes.sort_unstable();
            assert!(codes.iter().copied().eq(Known::all().map(Known::code)));
            for (code, name) in all(list) {
                assert_eq!(exact(list, name), Some((code, name)));
                assert_eq!(exact(list, &code.to_ascii_lowercase()), Some((code, name)));
            }
        }
    }

    #[test]
    fn names_are_found_as_people_type_them() {
        let first = |list, typed| matching(list, typed).first().map(|(code, _)| *code);
        assert_eq!(first(EN, "camb"), Some("KHM"));
        assert_eq!(first(EN, "cote d'iv"), Some("CIV"));
        assert_eq!(first(EN, "turkiye"), Some("TUR"));
        assert_eq!(first(EN, "aland"), Some("ALA"));
        assert_eq!(first(EN, "kor"), Some("KOR"));
        assert_eq!(first(EN, "south kor"), Some("KOR"));
        assert_eq!(first(EN, " jpn "), Some("JPN"));
        assert_eq!(first(ZH, "香港"), Some("HKG"));
        assert_eq!(first(KM, "កូរ៉េខាងត្បូង"), Some("KOR"));
        assert_eq!(matching(EN, "").len(), 249);
        assert_eq!(matching(EN, "nowhere"), []);
        assert_eq!(exact(EN, "Kore"), None);
        assert_eq!(exact(EN, ""), None);
    }
}
