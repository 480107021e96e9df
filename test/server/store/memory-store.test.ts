import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { storeContract } from "./store-contract.ts";

storeContract(async () => new MemoryStore());
