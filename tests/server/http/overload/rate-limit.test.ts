import assert from "node:assert/strict";
import test from "node:test";
import { addressKey } from "../../../../src/server/http/overload/rate-limit.ts";

test("IPv4 addresses are counted one by one, IPv6 addresses by their /64", () => {
  for (const [address, key] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:db8::1:2:3:4:5", "2001:db8:0:1"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["::1", "0:0:0:0"],
    ["::", "0:0:0:0"],
    ["", ""],
  ] as const) {
    assert.equal(addressKey(address), key, address);
  }
});
