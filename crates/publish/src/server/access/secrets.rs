//! Secrets: sessions, tokens and what a form carries to show that it is ours.

use standfirst_types::span::hex;

/// A new secret of 256 bits, in hexadecimal.
///
/// # Errors
/// When the system gives no random numbers.
pub fn new_secret() -> Result<String, String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| format!("this system gives no random numbers: {e}"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// A new token for a program. Its beginning tells scanners of leaked secrets what it is.
///
/// # Errors
/// See [`new_secret`].
pub fn new_token() -> Result<String, String> {
    Ok(format!("sf_{}", new_secret()?))
}

/// A new token that reads feeds and nothing else.
///
/// # Errors
/// See [`new_secret`].
pub fn new_feed_token() -> Result<String, String> {
    Ok(format!("sff_{}", new_secret()?))
}

/// What is kept of a secret: its SHA-256. Secrets are random and long, so that no slower hash is needed.
pub fn secret_hash(secret: &str) -> String {
    hex(secret.as_bytes(), 32)
}

/// What a form carries: bound to the server's own key and to who was shown the form. Cut short, so that no longer text has
/// the same start of a hash.
pub(crate) fn form_token(key: &str, who: &str) -> String {
    hex(format!("{key} form {who}").as_bytes(), 16)
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_tokens_belong_to_one() {
        assert_ne!(new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(new_token().unwrap().len(), 67);
        assert_ne!(form_token("k", "local"), form_token("k", "anyone"));
        assert_ne!(form_token("k", "local"), form_token("l", "local"));
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}
