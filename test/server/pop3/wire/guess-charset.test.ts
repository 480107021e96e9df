import { decodeText, parseStatusLine } from "@popgate/server/pop3/wire/status-line";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** What servers say, with its octets in the charset that they say it in. */
const WORDS: Readonly<Record<string, readonly (readonly [text: string, hex: string])[]>> = {
  gb18030: [
    ["密码错误或者密码被禁用", "c3dcc2ebb4edcef3bbf2d5dfc3dcc2ebb1bbbdfbd3c3"],
    ["用户名或密码错误", "d3c3bba7c3fbbbf2c3dcc2ebb4edcef3"],
    ["登录失败，请使用授权码登录", "b5c7c2bccaa7b0dca3acc7ebcab9d3c3cadac8a8c2ebb5c7c2bc"],
    ["系统繁忙，请稍后再试", "cfb5cdb3b7b1c3a6a3acc7ebc9d4baf3d4d9cad4"],
    ["下载超过限制", "cfc2d4d8b3acb9fdcfded6c6"],
    [
      "您没有权限使用POP3功能，请在设置中开启",
      "c4fac3bbd3d0c8a8cfdecab9d3c3504f5033b9a6c4dca3acc7ebd4dac9e8d6c3d6d0bfaac6f4",
    ],
    ["邮箱已锁定", "d3cacfe4d2d1cbf8b6a8"],
    ["unable to log in: 授权码错误", "756e61626c6520746f206c6f6720696e3a20cadac8a8c2ebb4edcef3"],
  ],
  "koi8-r": [
    ["Неверный пароль", "eec5d7c5d2ced9ca20d0c1d2cfccd8"],
    [
      "Почтовый ящик занят другой сессией",
      "f0cfded4cfd7d9ca20d1ddc9cb20dac1ced1d420c4d2d5c7cfca20d3c5d3d3c9c5ca",
    ],
    ["Превышено число соединений", "f0d2c5d7d9dbc5cecf20dec9d3cccf20d3cfc5c4c9cec5cec9ca"],
    ["нет такого сообщения", "cec5d420d4c1cbcfc7cf20d3cfcfc2ddc5cec9d1"],
    ["ещё раз", "c5dda320d2c1da"],
    ["login failed: неверный логин", "6c6f67696e206661696c65643a20cec5d7c5d2ced9ca20cccfc7c9ce"],
  ],
  "windows-1251": [
    ["Неверный пароль", "cde5e2e5f0edfbe920efe0f0eeebfc"],
    [
      "Ошибка аутентификации: неверное имя пользователя или пароль",
      "cef8e8e1eae020e0f3f2e5edf2e8f4e8eae0f6e8e83a20ede5e2e5f0edeee520e8ecff20efeeebfce7eee2e0f2e5ebff20e8ebe820efe0f0eeebfc",
    ],
    [
      "Доступ запрещён. Включите POP3 в настройках",
      "c4eef1f2f3ef20e7e0eff0e5f9b8ed2e20c2eaebfef7e8f2e520504f503320e220ede0f1f2f0eee9eae0f5",
    ],
    ["Почта — недоступна", "cfeef7f2e0209720ede5e4eef1f2f3efede0"],
  ],
  big5: [
    ["密碼錯誤", "b14bbd58bff9bb7e"],
    ["使用者名稱或密碼不正確", "a8cfa5ceaacca657bad9a9ceb14bbd58a4a3a5bfbd54"],
    ["登入失敗", "b56ea44aa5a2b1d1"],
    ["系統忙碌中，請稍後再試", "a874b2cea6a3b84ca4a4a141bdd0b579abe1a641b8d5"],
  ],
  shift_jis: [
    ["パスワードが違います", "83708358838f815b836882aa88e182a282dc82b7"],
    ["メールボックスは使用中です", "8381815b838b837b8362834e835882cd8e679770928682c582b7"],
  ],
  "euc-jp": [
    ["パスワードが違います", "a5d1a5b9a5efa1bca5c9a4acb0e3a4a4a4dea4b9"],
    ["メールボックスは使用中です", "a5e1a1bca5eba5dca5c3a5afa5b9a4cfbbc8cdd1c3e6a4c7a4b9"],
  ],
  "euc-kr": [
    ["비밀번호가 틀렸습니다", "baf1b9d0b9f8c8a3b0a120c6b2b7c8bdc0b4cfb4d9"],
    ["메일함이 사용 중입니다", "b8dec0cfc7d4c0cc20bbe7bfeb20c1dfc0d4b4cfb4d9"],
  ],
  "windows-1252": [
    ["Ungültiges Kennwort", "556e67fc6c7469676573204b656e6e776f7274"],
    ["Mot de passe erroné", "4d6f74206465207061737365206572726f6ee9"],
    ["Échec de l’authentification", "c963686563206465206c9261757468656e74696669636174696f6e"],
    ["Boîte aux lettres verrouillée", "426fee746520617578206c65747472657320766572726f75696c6ce965"],
    ["contraseña incorrecta", "636f6e7472617365f16120696e636f727265637461"],
  ],
};
const ALL = Object.entries(WORDS).flatMap(([charset, words]) =>
  words.map(([text, hex]) => [charset, text, hex] as const),
);

describe("words that are no UTF-8", () => {
  test.each(ALL)("in %s are read: %s", (_, text, hex) => {
    const line = Buffer.concat([Buffer.from("-ERR [AUTH] "), Buffer.from(hex, "hex")]);
    expect(parseStatusLine(line)).toEqual({ status: "err", text: `[AUTH] ${text}`, code: "AUTH" });
  });

  test("never become replacement characters, and ASCII in them stays", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const text = decodeText(Buffer.concat([Buffer.from("[AUTH] "), octets]));
        expect(text.startsWith("[AUTH] ")).toBe(true);
        if (!Buffer.from(octets).toString("utf8").includes("\ufffd")) return;
        expect(text).not.toContain("\ufffd");
      }),
    );
  });

  test("are cut nowhere: one character an octet where nothing fits", () => {
    const octets = Buffer.from([0xff, 0x80, 0xff, 0xff]);
    expect(decodeText(octets)).toHaveLength(octets.length);
  });
});
