/**
 * Made with Werkzeug 3.1.8 by `generate_password_hash(password, method)` for the methods `pbkdf2:sha256:1000`,
 * `pbkdf2:sha256:600000`, `pbkdf2:sha1:150000`, `pbkdf2:sha512:50000`, `pbkdf2` (its default), `scrypt` (its default
 * for all) and `scrypt:16384:8:2`; each passed its `check_password_hash`.
 */
export const vectors: readonly { readonly password: string; readonly stored: string }[] = [
  {
    password: "correct horse battery",
    stored: "pbkdf2:sha256:1000$j4TRKXEQGw0t5lTk$e49574e847800dd2c19f22f47dc20bd9234f9c368d46b598d906289666f3495e",
  },
  {
    password: "correct horse battery",
    stored: "pbkdf2:sha256:600000$P9PPFFhfg97EWyub$9d5b2ab5d24902df4452dadb041663caed96740ff56636fba59ae0f1b721c896",
  },
  {
    password: "correct horse battery",
    stored: "pbkdf2:sha1:150000$tfeCsk0KWL09TLxP$5afdfb796955187a46c2244e568fd52722f4d3f8",
  },
  {
    password: "correct horse battery",
    stored:
      "pbkdf2:sha512:50000$okV5X6zTLm3AsImO$0904d5f7fde40ae950f9780d734e936b23308f5a529e57985f02e9ca5deb2cf8c384e03bfd4b224262cab4d1f55b8514902bb78105f6adcc9ab6bff70fd367fc",
  },
  {
    password: "correct horse battery",
    stored: "pbkdf2:sha256:1000000$AvHlJnEOmxgD0ODk$459eba596caba8e7e6a7cde5934c5d8f439d16728994c70618dc329ca2e901b1",
  },
  {
    password: "correct horse battery",
    stored:
      "scrypt:32768:8:1$3tVNkix5ecuvx43W$0f3a1ffc16c448110e21eb02f58a902b2d89e77f97ee83bfb9babc53eb2350cbfa65820b7ac0e1634df3a02f1727a26ec9c4433f84b8b88427551c3324a40f9e",
  },
  {
    password: "correct horse battery",
    stored:
      "scrypt:16384:8:2$1OZipJM7cCShOAud$05364c9d5518f0bb8e3ea4873fe5eb9133a280a1f5d0f05fa0ed925ff7de255791bd4d61d6e379ecd5b9e6f8a7b8a2f64e895fe238a9441565bf25754704edbf",
  },
  {
    password: "naïve пароль 密码 🐙🐙",
    stored: "pbkdf2:sha256:1000$Ln9aKLkxYJTCTzTV$20d2aa1715aaed4cff5fa06773c0b993385ea1fc3820922e3e2fd31794c32211",
  },
  {
    password: "naïve пароль 密码 🐙🐙",
    stored:
      "scrypt:32768:8:1$39TOM9VWFTU0o2GP$6811a75290431cc477d890a9dc67fc1807e92b90eeb236fff42c57709c014cb569639ef7e9b8e5b28704389a1cb1d2df5c29514601741135ca9f324a305c4d26",
  },
  {
    password: "p$ss$word$with$dollars",
    stored: "pbkdf2:sha256:1000$Di9cPvpBfc1lpCxS$8712e698221ef8ac3ac96f58e0d9c14c76282524dd0c291f3c14a744586b1f09",
  },
];
