// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {
    private static final Hello HELLO = new Hello(0x1122334455667788L, 5, "0.1", "host", "Linux", 2);
    private static final String HELLO_HEX = """
            40000038 1122334455667788
            0001 0008 0000000000000005
            0002 0003 302e31
            0003 0004 686f7374
            0004 0005 4c696e7578
            0005 0004 00000002
            """;

    @Test
    void itemsFollowTheTable() throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(HELLO_HEX)), Hex.of(HELLO));
        assertEquals(HELLO, Hex.decode(HELLO_HEX));
    }

    @Test
    void unknownItemsAreSkippedAndMissingOnesAreEmpty() throws ProtocolException {
        assertEquals(
                new Hello(1, 0, "", "", "L", 0),
                Hex.decode("4000001a 0000000000000001 9999 0005 0102030405 0004 0001 4c"));
    }

    @Test
    void helloWithoutItemsIsEmpty() throws ProtocolException {
        assertEquals(new Hello(1, 0, "", "", "", 0), Hex.decode("4000000c 0000000000000001"));
    }

    @Test
    void numbersMayBecomeLonger() throws ProtocolException {
        assertEquals(new Hello(1, 0, "", "", "", 3), Hex.decode("40000015 0000000000000001 0005 0005 00000003 ff"));
    }

    @Test
    void textsAreHarmless() throws ProtocolException {
        assertEquals(
                new Hello(1, 0, "", "", "L [2J \"", 0),
                Hex.decode("40000017 0000000000000001 0004 0007 4c1b5b324a0a22"));
    }

    @Test
    void longTextsAreCutAtACharacter() throws ProtocolException {
        Hello hello = new Hello(1, 0, "v".repeat(254) + "\u00e4", "s".repeat(300), "", 1);

        Hello received = (Hello) MessageCodec.decode(ByteBuffer.wrap(MessageCodec.encode(hello)));

        assertEquals(new Hello(1, 0, "v".repeat(254), "s".repeat(255), "", 1), received);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4000000f | 000200              | Hello ends within the header of an item",
                "40000013 | 0002 0004 303132    | Hello with item 2 of 4 bytes, but only 3 left",
                "40000012 | 0001 0002 3031      | Hello with item 1 of 2 bytes, shorter than 8",
                "40000012 | 0005 0002 3031      | Hello with item 5 of 2 bytes, shorter than 4",
            })
    void itemIsInvalid(String header, String items, String reason) {
        ProtocolException refused =
                assertThrows(ProtocolException.class, () -> Hex.decode(header + "0000000000000001" + items));

        assertEquals(reason, refused.getMessage());
    }
}
