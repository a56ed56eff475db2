//! Posting a form, to ask a WebSub hub to tell of changes.

use super::{Fetcher, address};
use crate::fetch::{FetchConfig, FetchError};
use reqwest::{Method, header};

impl Fetcher {
    /// Posts an `application/x-www-form-urlencoded` body, through the address guard, without following redirects. Returns
    /// the status of the answer; its body is not read.
    ///
    /// # Errors
    /// What went wrong, with a sentence for a person; see [`crate::FetchErrorKind`].
    pub async fn post_form(&self, url: &str, body: String) -> Result<u16, FetchError> {
        let url = address(url)?;
        self.guard.check_url(&url).map_err(|r| FetchError::refused(url.as_str(), &r))?;
        let mut out = reqwest::Request::new(Method::POST, url.clone());
        let form = header::HeaderValue::from_static("application/x-www-form-urlencoded");
        out.headers_mut().insert(header::CONTENT_TYPE, form);
        *out.body_mut() = Some(body.into());
        *out.timeout_mut() = Some(FetchConfig::seconds(self.config.total_timeout_s));
        let answer = self.clients.of(&url).execute(out).await.map_err(|e| FetchError::of_client(url.as_str(), &e))?;
        if let Some(peer) = answer.remote_addr().filter(|_| self.config.proxy.is_none()) {
            self.guard.check(peer.ip(), Some(peer.port())).map_err(|r| FetchError::refused(url.as_str(), &r))?;
        }
        Ok(answer.status().as_u16())
    }
}
