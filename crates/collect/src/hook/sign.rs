//! The signature of a message: HMAC-SHA256 over its id, its time and its body, as Standard Webhooks 1.0 has it.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Least and most bytes of a secret (Standard Webhooks, “Signature scheme”).
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The secret that a hook shares with its receiver. It is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct HookSecret(Vec<u8>);

impl std::fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HookSecret(…)")
    }
}

impl HookSecret {
    /// From `whsec_` and base64.
    ///
    /// # Errors
    /// In words, without the secret itself.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let digits = text.strip_prefix(PREFIX).unwrap_or(text);
        let bytes = STANDARD.decode(digits).map_err(|_| "is not written in base64")?;
        if !BYTES.contains(&bytes.len()) {
            return Err(format!("has {} bytes; it needs {} to {}", bytes.len(), BYTES.start(), BYTES.end()));
        }
        Ok(Self(bytes))
    }

    /// A secret of these bytes, as it is written.
    pub fn write(bytes: &[u8; 32]) -> String {
        format!("{PREFIX}{}", STANDARD.encode(bytes))
    }

    /// The signature: `v1,` and base64.
    pub fn sign(&self, id: &str, seconds: i64, body: &[u8]) -> String {
        let Ok(mac) = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(&self.0) else { return String::new() };
        let mac = mac.chain_update(format!("{id}.{seconds}.")).chain_update(body).finalize();
        format!("v1,{}", STANDARD.encode(mac.into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_signed_as_there() {
        let secret = HookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(HookSecret::parse(&HookSecret::write(&[7; 32])).unwrap(), HookSecret(vec![7; 32]));
        assert_eq!(format!("{secret:?}"), "HookSecret(…)");
    }

    #[test]
    fn a_secret_that_is_none_is_refused() {
        for (text, part) in
            [("", "0 bytes"), ("whsec_", "0 bytes"), ("whsec_c2hvcnQ=", "5 bytes"), ("not base64", "base64")]
        {
            assert!(HookSecret::parse(text).unwrap_err().contains(part), "{text}");
        }
    }
}
