//! The partner's colour, made readable: at least 4.5:1 against the surface it stands on (WCAG 2.2, 1.4.3).

/// The surfaces of the two themes; the same as `--surface` in `style/tokens.css`.
const LIGHT: [u8; 3] = [0xff, 0xff, 0xff];
const DARK: [u8; 3] = [0x17, 0x1a, 0x21];
/// Some more than the rule asks, for rounding.
const CONTRAST: f32 = 4.6;

/// The accent for the light and for the dark theme. `None` where the text is not `#rrggbb`.
pub fn accents(text: &str) -> Option<(String, String)> {
    let color = parse(text)?;
    Some((write(correct(color, LIGHT, 0)), write(correct(color, DARK, 255))))
}

/// Moves a colour towards black or white until it stands out.
fn correct(color: [u8; 3], surface: [u8; 3], toward: u8) -> [u8; 3] {
    for step in 0..=20_u8 {
        let part = f32::from(step) / 20.0;
        let mixed = color.map(|channel| {
            let mixed = f32::from(channel) * (1.0 - part) + f32::from(toward) * part;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
            {
                mixed as u8
            }
        });
        if contrast(mixed, surface) >= CONTRAST {
            return mixed;
        }
    }
    [toward; 3]
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: [u8; 3]) -> f32 {
    let [r, g, b] = color.map(|channel| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { power((c + 0.055) / 1.055) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// x to the power of 2.4, of 0 < x ≤ 1: its square times the fifth root of that, by Newton's steps. The library's own would be
/// a kilobyte of the page.
fn power(x: f32) -> f32 {
    let square = x * x;
    let root = (0..16).fold(1.0, |root: f32, _| (4.0 * root + square / (root * root * root * root)) / 5.0);
    square * root
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let hex = |digits: &&str| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let digits = text.strip_prefix('#').filter(hex)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

fn write([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_becomes_readable_on_both_surfaces() {
        for number in (0..0x0100_0000_u32).step_by(4099) {
            let (light, dark) = accents(&format!("#{number:06x}")).unwrap();
            assert!(contrast(parse(&light).unwrap(), LIGHT) >= 4.5, "{number:06x}");
            assert!(contrast(parse(&dark).unwrap(), DARK) >= 4.5, "{number:06x}");
        }
    }

    #[test]
    fn the_power_is_the_librarys() {
        for channel in 11..=255_u8 {
            let x = (f32::from(channel) / 255.0 + 0.055) / 1.055;
            assert!((power(x) - x.powf(2.4)).abs() < 1e-6, "{channel}");
        }
    }

    #[test]
    fn a_readable_colour_stays_and_nonsense_is_none() {
        assert_eq!(accents("#1a56db").map(|(light, _)| light).as_deref(), Some("#1a56db"));
        for bad in ["", "red", "#fff", "#12345g", "#+12345", "1a56db"] {
            assert!(accents(bad).is_none(), "{bad}");
        }
    }
}
