#!/bin/sh
# Every fuzz target for a minute, as the issue asks.
exec sh fuzz/run "${BUILD:-../build}" 1
