//! The owner's password: kept as an argon2id string (RFC 9106) with the parameters that OWASP names as least (19 MiB, two passes).

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

/// Shortest password, in characters (NIST SP 800-63B, 5.1.1.2).
pub const SHORTEST: usize = 8;
/// Longest password, in bytes.
pub const LONGEST: usize = 1024;

/// What is kept of a password.
///
/// # Errors
/// In words, when it is too short or too long, or the system gives no random numbers.
pub fn hash(password: &str) -> Result<String, String> {
    if password.chars().count() < SHORTEST {
        return Err(format!("the password is too short; take at least {SHORTEST} characters"));
    }
    if password.len() > LONGEST {
        return Err(format!("the password is too long; take at most {LONGEST} bytes"));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| format!("the password could not be kept: {e}"))
}

/// Whether a password is the one that was kept. Takes some tens of milliseconds and 19 MiB.
pub fn verify(password: &str, kept: &str) -> bool {
    password.len() <= LONGEST
        && PasswordHash::new(kept)
            .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits() {
        let kept = hash("heron on the weir").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("heron on the weir", &kept));
        assert!(!verify("heron on the wier", &kept));
        assert!(!verify("", &kept) && !verify("heron on the weir", "") && !verify("x", "$argon2id$broken"));
        assert!(hash("short").is_err() && hash(&"x".repeat(1025)).is_err());
    }
}
