import { proofByUidl } from "@popgate/server/maildrop/commit-proof";
import { identify } from "@popgate/server/maildrop/identify";
import { uidlEntries } from "@popgate/server/pop3/client/listing";

// What the check before QUIT costs beside reading the UIDL that it needs: the ratio of the two, in one process.
// Run: `node_modules/.bin/tsx -C source test/bench/commit-proof.ts 100000`

const MESSAGES = Number(process.argv[2] ?? 100_000);
const RUNS = 15;

const numbers = Array.from({ length: MESSAGES }, (_, index) => index + 1);
const uniqueIdOf = (number: number) => `0000${number.toString(16)}5f3a9c1b`;
const list = numbers.map((number) => ({
  number,
  octets: 4_000 + (number % 977),
  uniqueId: uniqueIdOf(number),
}));
const session = identify(list, list);
const committed = new Set(numbers.filter((number) => number % 10 === 0).map(uniqueIdOf));
const left = numbers.filter((number) => number % 10 !== 0);
const octets = Buffer.from(left.map((number) => `${number} ${uniqueIdOf(number)}\r\n`).join(""), "latin1");

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

let [parsing, proving] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
for (let run = 0; run < RUNS; run += 1) {
  const { sink, entries } = uidlEntries(() => MESSAGES);
  parsing = Math.min(
    parsing,
    timed(() => sink.write(octets)),
  );
  proving = Math.min(
    proving,
    timed(() => {
      if (proofByUidl(session, committed, entries) !== "proven") throw new Error("it is not proven");
    }),
  );
}
console.log(`UIDL of ${left.length} lines: ${octets.length} octets, parsed in ${parsing.toFixed(1)} ms`);
console.log(`the proof from it: ${proving.toFixed(1)} ms, ${(proving / parsing).toFixed(2)} times that`);
