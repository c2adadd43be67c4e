-- SPDX-License-Identifier: Apache-2.0
-- Makes Wireshark/tshark decode NetPerfMeter (NPMP) messages over TCP/MPTCP
-- completely: by itself, it decodes over TCP only data connections (found by
-- their Identify message), not control connections, and no message which is
-- spread over more than one segment.
--
--    tshark -X lua_script:npmp.lua -r FILE
--    tshark -X lua_script:npmp.lua -X lua_script1:10000 -r FILE    (other port)

local port = tonumber(({...})[1] or 9000)
local netperfmeter = DissectorTable.get("sctp.ppi"):get_dissector(36)
local npmp = Proto("npmp_tcp", "NetPerfMeter over TCP")

function npmp.dissector(buffer, pinfo, tree)
   dissect_tcp_pdus(buffer, tree, 4,
      function(b, _, offset) return math.max(4, b(offset + 2, 2):uint()) end,
      function(b, p, t) netperfmeter:call(b, p, t) return b:len() end)
   return buffer:len()
end

local tcp = DissectorTable.get("tcp.port")
tcp:add(port - 1, npmp)   -- MPTCP data
tcp:add(port,     npmp)   -- TCP data
tcp:add(port + 1, npmp)   -- control
