// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceptionStampTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final ReceptionStamp stamp = new ReceptionStamp();
    private final ByteBuffer control = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());

    private int put(int offset, int type, Instant time) {
        int data = ControlMessages.put(control, offset, OsConstant.SOL_SOCKET.value(), type, 16);
        control.putLong(data, time.getEpochSecond());
        control.putLong(data + 8, time.getNano());
        return offset + ControlMessages.space(16);
    }

    @Test
    void ageIsTheTimeSinceReception() {
        Instant before = Instant.now();
        long beforeNanos = System.nanoTime();
        stamp.readClock();
        long afterNanos = System.nanoTime();
        Instant after = Instant.now();
        int length = put(0, OsConstant.SO_TIMESTAMPNS.value(), before.minusNanos(HOUR_NANOS));

        long ageNanos = stamp.ageNanos(control, 0, length);

        assertTrue(beforeNanos <= stamp.readNanos() && stamp.readNanos() <= afterNanos);
        assertTrue(ageNanos >= HOUR_NANOS, () -> ageNanos + " ns");
        assertTrue(ageNanos <= HOUR_NANOS + Duration.between(before, after).toNanos() + 1_000, () -> ageNanos + " ns");
    }

    @Test
    void stampIsFoundBehindOtherControlData() {
        stamp.readClock();
        int next = put(0, 99, Instant.EPOCH);
        int length = put(next, OsConstant.SO_TIMESTAMPNS.value(), Instant.now().minusNanos(HOUR_NANOS));
        assertTrue(stamp.ageNanos(control, 0, length) < 2 * HOUR_NANOS);
    }

    /** A notification of SCTP has none. */
    @Test
    void clockIsReadWhicheverSlotHasControlData() {
        MessageVector vector = new MessageVector(3, 64);
        int length = put(0, OsConstant.SO_TIMESTAMPNS.value(), Instant.now().minusNanos(HOUR_NANOS));
        assertFalse(stamp.readClock(vector, 3), "none has any");

        vector.setControl(2, 32);
        assertFalse(stamp.readClock(vector, 2), "the third was not received");
        assertTrue(stamp.readClock(vector, 3));
        assertTrue(stamp.ageNanos(control, 0, length) >= HOUR_NANOS);
    }

    @Test
    void clockThatWasSetBackGivesNoNegativeAge() {
        stamp.readClock();
        int length = put(0, OsConstant.SO_TIMESTAMPNS.value(), Instant.now().plusNanos(HOUR_NANOS));
        assertEquals(0, stamp.ageNanos(control, 0, length));
    }

    @Test
    void withoutStampTheAgeIsUnknown() {
        stamp.readClock();
        assertEquals(ReceptionStamp.UNKNOWN, stamp.ageNanos(control, 0, 0));
        int length = put(0, 99, Instant.now());
        assertEquals(ReceptionStamp.UNKNOWN, stamp.ageNanos(control, 0, length));
        assertEquals(ReceptionStamp.UNKNOWN, stamp.ageNanos(control, 0, length - 1));
    }
}
