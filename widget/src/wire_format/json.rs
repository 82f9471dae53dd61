//! A reader of JSON for what the worker and the loader say: short, shallow, whole numbers only.

/// A value. Numbers lose their fraction: none of ours has one.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, rounded towards zero.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in its order.
    Object(Vec<(String, Json)>),
}

/// Deeper than anything we are told.
const DEEPEST: u8 = 16;

impl Json {
    /// Reads a whole text. `None` where it is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEEPEST)?;
        reader.blank();
        reader.rest.is_empty().then_some(value)
    }

    /// A member of an object; `null` is none.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value).filter(|v| **v != Self::Null)
    }

    /// A member that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A member that is a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.blank();
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        let deeper = depth.checked_sub(1)?;
        self.blank();
        match self.rest.chars().next()? {
            'n' => self.take("null").map(|()| Json::Null),
            't' => self.take("true").map(|()| Json::Bool(true)),
            'f' => self.take("false").map(|()| Json::Bool(false)),
            '"' => self.string().map(Json::Text),
            '[' => {
                self.take("[")?;
                let mut list = Vec::new();
                if self.take("]").is_some() {
                    return Some(Json::List(list));
                }
                loop {
                    list.push(self.value(deeper)?);
                    if self.take(",").is_none() {
                        return self.take("]").map(|()| Json::List(list));
                    }
                }
            }
            '{' => {
                self.take("{")?;
                let mut members = Vec::new();
                if self.take("}").is_some() {
                    return Some(Json::Object(members));
                }
                loop {
                    let name = self.string()?;
                    self.take(":")?;
                    members.push((name, self.value(deeper)?));
                    if self.take(",").is_none() {
                        return self.take("}").map(|()| Json::Object(members));
                    }
                }
            }
            _ => self.number(),
        }
    }

    fn number(&mut self) -> Option<Json> {
        let inside = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !inside(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        number.split('.').next()?.parse().ok().map(Json::Number)
    }

    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escape()?),
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let one = self.unit()?;
                if !(0xd800..0xdc00).contains(&one) {
                    return char::from_u32(one);
                }
                self.rest = self.rest.strip_prefix("\\u")?;
                let units = [u16::try_from(one).ok()?, u16::try_from(self.unit()?).ok()?];
                return char::decode_utf16(units).next()?.ok();
            }
            c @ ('"' | '\\' | '/') => c,
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}
