import fc from "fast-check";

/** Properties try the same cases in every run, so that one commit has one result; `npm run fuzz` tries others. */
fc.configureGlobal({ seed: Number(process.env["FUZZ_SEED"]) || 1 });
