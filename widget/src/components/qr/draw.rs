//! A QR as one path of a drawing: level M, a quiet zone of four modules, the text byte for byte.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// Modules of white around the code.
const QUIET: i32 = 4;

/// What is drawn.
pub struct Drawing {
    /// Modules a side, the quiet zone included.
    pub size: i32,
    /// The dark modules, a rectangle for each run.
    pub path: String,
}

/// Draws a text, in the smallest code that holds its bytes; `None` where none can.
pub fn draw(text: &str) -> Option<Drawing> {
    let bytes = [QrSegment::make_bytes(text.as_bytes())];
    let (level, from, to) = (QrCodeEcc::Medium, Version::MIN, Version::MAX);
    let code = QrCode::encode_segments_advanced(&bytes, level, from, to, None, false).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut length = 0_i32;
        // One further than the last: outside all is light, which ends the last run.
        for x in 0..=code.size() {
            if code.get_module(x, y) {
                length = length.saturating_add(1);
            } else if length > 0 {
                let (x, y) = (x.saturating_add(QUIET).saturating_sub(length), y.saturating_add(QUIET));
                path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                length = 0;
            }
        }
    }
    Some(Drawing { size: code.size().saturating_add(QUIET.saturating_mul(2)), path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::canvas::{Canvas, MaskPattern};
    use qrcode::{Color, EcLevel, Version, bits::Bits, ec};

    /// The dark modules of a path, in a square of its size.
    #[allow(clippy::arithmetic_side_effects, reason = "of a test: at most 185 a side")]
    fn modules(drawing: &Drawing) -> Vec<bool> {
        let size = usize::try_from(drawing.size).unwrap();
        let mut dark = vec![false; size * size];
        for run in drawing.path.split('M').skip(1) {
            let numbers = run.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
            let [x, y, length, height, back] =
                numbers.map(|n| n.parse().unwrap()).collect::<Vec<usize>>().try_into().unwrap();
            assert_eq!((length, height), (back, 1), "{run}");
            dark[y * size + x..][..length].fill(true);
        }
        dark
    }

    /// What another encoder makes of the text: one drawing for each mask.
    fn others(text: &str, version: i16) -> Vec<Vec<bool>> {
        use MaskPattern as M;
        let masks = [
            M::Checkerboard,
            M::HorizontalLines,
            M::VerticalLines,
            M::DiagonalLines,
            M::LargeCheckerboard,
            M::Fields,
            M::Diamonds,
            M::Meadow,
        ];
        let version = Version::Normal(version);
        let mut bits = Bits::new(version);
        bits.push_byte_data(text.as_bytes()).unwrap();
        bits.push_terminator(EcLevel::M).unwrap();
        let (data, corrections) = ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M).unwrap();
        let mut canvas = Canvas::new(version, EcLevel::M);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &corrections);
        let masked = |mask| {
            let mut canvas = canvas.clone();
            canvas.apply_mask(mask);
            canvas.into_colors().iter().map(|color| *color == Color::Dark).collect()
        };
        masks.map(masked).into()
    }

    #[test]
    fn every_size_is_what_another_encoder_draws_with_four_modules_of_white_around() {
        let mut seen = std::collections::HashSet::new();
        for length in (1..=2331).step_by(37).chain([14, 15, 2331]) {
            let text: String = (0..length).map(|n| char::from(b' ' + (n * 7 % 95) as u8)).collect();
            let drawing = draw(&text).unwrap();
            let size = usize::try_from(drawing.size).unwrap();
            let version = (drawing.size - 8 - 17) / 4;
            seen.insert(version);
            let dark = modules(&drawing);
            let inner: Vec<bool> =
                (4..size - 4).flat_map(|y| dark[y * size + 4..][..size - 8].to_vec()).collect();
            assert_eq!(
                inner.iter().filter(|d| **d).count(),
                dark.iter().filter(|d| **d).count(),
                "quiet zone"
            );
            assert!(others(&text, i16::try_from(version).unwrap()).contains(&inner), "{length}");
        }
        assert!(seen.len() > 35, "{seen:?}");
        assert!(draw(&"a".repeat(2332)).is_none());
    }
}
