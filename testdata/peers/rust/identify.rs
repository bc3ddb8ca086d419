//! A reactor after sdk/ABI.md, without an SDK or a crate: who has the token in the tool's arguments? With "scratch"
//! beside the token the call also takes as many bytes of memory and writes to them, which makes memory grow.
#![no_main]

use std::ptr::read_volatile;

/// Whose token it is: the token, userId and userName.
const IDENTITIES: [(&str, &str, &str); 3] = [
    ("tok-alice-5f2c", "u-1", "alice@example.com"),
    ("tok-bob-91d7", "u-2", "bob@example.com"),
    ("tok-carol-3e10", "u-3", "carol@example.com"),
];

/// The answer of the last call: the host reads it when that is over.
static mut LAST: String = String::new();

#[no_mangle]
pub extern "C" fn whowasm_alloc(size: usize) -> *mut u8 {
    Box::leak(vec![0; size].into_boxed_slice()).as_mut_ptr()
}

/// # Safety
///
/// The host wrote `len` bytes to what `whowasm_alloc` returned.
#[no_mangle]
pub unsafe extern "C" fn identify(input: *mut u8, len: usize) -> u64 {
    let text = Vec::from_raw_parts(input, len, len);
    LAST = match decide(&text) {
        Ok(identity) => identity,
        Err(message) => format!(r#"{{"error":"{message}"}}"#),
    };
    (LAST.as_ptr() as u64) << 32 | LAST.len() as u64
}

/// Answers an identity as JSON.
fn decide(text: &[u8]) -> Result<String, &'static str> {
    let document = std::str::from_utf8(text).map_err(|_| "the input is not UTF-8")?;
    let arguments = match find(document, &["request", "params", "arguments"])? {
        Some(arguments) => arguments,
        None => return Ok("null".to_string()),
    };
    if let Some(size) = find(arguments, &["scratch"])? {
        scribble(size.parse().map_err(|_| "scratch is not a number of bytes")?);
    }
    match find(arguments, &["token"])? {
        Some(token) => Ok(look_up(&unquote(token)?)),
        None => Ok("null".to_string()),
    }
}

fn look_up(token: &str) -> String {
    match IDENTITIES.iter().find(|identity| identity.0 == token) {
        Some((_, id, name)) => format!(r#"{{"userId":"{id}","userName":"{name}"}}"#),
        None => "null".to_string(),
    }
}

/// Writes to as many bytes of new memory. It reads some of them again, so that the compiler does not leave it out.
fn scribble(size: usize) {
    let room = vec![0x5a_u8; size];
    for byte in room.iter().step_by(4096) {
        unsafe { read_volatile(byte) };
    }
}

/// Returns the text of the value that a path of member names leads to.
fn find<'a>(value: &'a str, path: &[&str]) -> Result<Option<&'a str>, &'static str> {
    let (name, rest) = match path.split_first() {
        Some(split) => split,
        None => return Ok(Some(value)),
    };
    match member(value, name)? {
        Some(inner) => find(inner, rest),
        None => Ok(None),
    }
}

/// Returns the text of an object's member. What is not an object has none.
fn member<'a>(object: &'a str, wanted: &str) -> Result<Option<&'a str>, &'static str> {
    let mut scanner = Scanner { text: object, at: 0 };
    if !scanner.skip(b'{') {
        return Ok(None);
    }
    while scanner.peek() == Some(b'"') {
        let name = unquote(scanner.value()?)?;
        if !scanner.skip(b':') {
            return Err("a member has no value");
        }
        let value = scanner.value()?;
        if name == wanted {
            return Ok(Some(value));
        }
        scanner.skip(b',');
    }
    Ok(None)
}

/// Scanner finds where a JSON value ends. It looks no closer than that takes.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Returns the next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes behind a byte, if it is the next one.
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Goes behind the next value and returns its text.
    fn value(&mut self) -> Result<&'a str, &'static str> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{' | b'[') => self.nested(),
            _ => Ok(self.scalar()),
        }
    }

    fn string(&mut self) -> Result<&'a str, &'static str> {
        let start = self.at;
        self.at += 1;
        loop {
            let byte = *self.text.as_bytes().get(self.at).ok_or("a string has no end")?;
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return Ok(&self.text[start..self.at]);
            }
        }
    }

    fn nested(&mut self) -> Result<&'a str, &'static str> {
        let (start, mut depth) = (self.at, 0);
        loop {
            match self.peek().ok_or("an object or array has no end")? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(&self.text[start..self.at]);
            }
        }
    }

    fn scalar(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| ",]}".contains(c) || c.is_whitespace()).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }
}

/// Returns what a JSON string says.
fn unquote(string: &str) -> Result<String, &'static str> {
    let inner = string.strip_prefix('"').and_then(|s| s.strip_suffix('"')).ok_or("a string is expected")?;
    let mut units = Vec::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => units.push(escaped(&mut chars)?),
            _ => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    String::from_utf16(&units).map_err(|_| "a string has half a character")
}

/// Returns what follows a backslash, as UTF-16: an escape may be half a character.
fn escaped(chars: &mut std::str::Chars) -> Result<u16, &'static str> {
    Ok(match chars.next().ok_or("an escape has no end")? {
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'u' => {
            let digits = chars.as_str().get(..4).ok_or("an escape has no end")?;
            *chars = chars.as_str()[4..].chars();
            u16::from_str_radix(digits, 16).map_err(|_| "an escape is not hexadecimal")?
        }
        c => c as u16,
    })
}
