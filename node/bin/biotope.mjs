#!/usr/bin/env node
import { main } from '../src/app/cli/main.ts';

await main(process.argv.slice(2));
