import type { MessageSource } from "../../maildrop/message-source.ts";
import { bellRecording } from "../media/bells.ts";
import { mailbox } from "../mime/header-text.ts";
import { writeLetter, type Letter } from "../mime/letter.ts";
import { multipart, textPart } from "../mime/part.ts";
import { base64Lines } from "../mime/transfer-encoding.ts";

/** The file, not the message: that is a third longer. */
const RECORDING_OCTETS = 5_000_000;
/** Whole lines of base64, so that pieces can be joined: 57 octets make one line. */
const PIECE_OCTETS = 57 * 1024;
const PLACE = Buffer.from("(recording)");

export const RECORDING: Letter = {
  id: "bells@bell-ringers.example",
  from: mailbox("Guild of Bell Ringers", "tower@bell-ringers.example"),
  subject: "Recording of Sunday's peal (5 MB)",
  minutesAgo: 9 * 60,
  body: multipart("mixed", [
    textPart(`Dear friends of the tower,

the recording of Sunday's peal is attached. Nearly two minutes, and only
the sixth bell came late.

The Guild
`),
    {
      headers: [
        ["Content-Type", 'audio/wav; name="peal.wav"'],
        ["Content-Transfer-Encoding", "base64"],
        ["Content-Disposition", 'attachment; filename="peal.wav"'],
      ],
      body: PLACE,
    },
  ]),
};

/** A message with an attachment of 5 MB that is made while it is sent, and never held. */
export function recordingMessage(nowMs: number): MessageSource {
  const frame = writeLetter(RECORDING, nowMs);
  const at = frame.indexOf(PLACE);
  const before = frame.subarray(0, at);
  const after = frame.subarray(at + PLACE.length);
  const recording = bellRecording(RECORDING_OCTETS);
  return {
    octets: before.length + base64Octets(RECORDING_OCTETS) + after.length,
    *chunks() {
      yield before;
      for (let start = 0; start < RECORDING_OCTETS; start += PIECE_OCTETS) {
        yield base64Lines(recording.slice(start, Math.min(RECORDING_OCTETS, start + PIECE_OCTETS)));
      }
      yield after;
    },
  };
}

/** What `base64Lines` makes of so many octets. */
function base64Octets(octets: number): number {
  const characters = Math.ceil(octets / 3) * 4;
  return characters + Math.ceil(characters / 76) * 2;
}
