// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netperfmeter.measurement.Allocations;

class VectorRingTest {
    private static final long START = 1000;

    private OutputFile output;
    private FlowVector vector;
    private int offered;

    @BeforeEach
    void openVector() throws IOException {
        output = OutputFile.temporary(false);
        vector = new FlowRows(output, Optional.empty());
    }

    @AfterEach
    void closeVector() throws IOException {
        vector.close();
    }

    private static VectorRing started(int capacity, VectorOverflow overflow) {
        VectorRing ring = new VectorRing(capacity, overflow);
        ring.start(START);
        return ring;
    }

    private static void offer(VectorRing ring, long absMicros, int packet) {
        ring.offer(absMicros, packet, 100L * packet, packet, packet, 100, 1, 7, -7, 0.5);
    }

    /** Offers the next messages of the flow, of which the first has packet count 1. */
    private void offer(VectorRing ring, int messages) {
        for (int i = 0; i < messages; i++) {
            offered++;
            offer(ring, START + offered, offered);
        }
    }

    /** The packet counts of all rows written. */
    private List<Integer> written() throws IOException {
        vector.finish(Optional.empty());
        return new String(Channels.newInputStream(output.read()).readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> Integer.valueOf(line.split("\t", -1)[5]))
                .toList();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void rowArrivesAsOffered() throws IOException {
        VectorRing ring = started(4, VectorOverflow.DROP);
        ring.offer(2500, 42, 21500, 43, 41, 500, 2, 25, -18, 0.018);
        assertEquals(1, ring.drainTo(vector));
        vector.finish(Optional.empty());
        String text = new String(Channels.newInputStream(output.read()).readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                "000001\t2500\t0.001500\t42\t21500\t43\t41\t500\t1\t2\t0.025\t-0.018\t0.018",
                text.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void onlyTheTimeBetweenStartAndStopIsRecorded() throws IOException {
        VectorRing ring = new VectorRing(8, VectorOverflow.DROP);
        offer(ring, START + 1, 1);
        ring.start(START);
        offer(ring, START - 1, 2);
        offer(ring, START, 3);
        offer(ring, START + 2, 4);
        ring.stop();
        offer(ring, START + 3, 5);
        assertEquals(2, ring.drainTo(vector));
        assertEquals(List.of(3, 4), written());
        assertEquals(0, ring.omittedRows());
        assertEquals(2, ring.rowsBeforeStart());
    }

    @Test
    void clockThatIsSetBackDoesNotEndTheRecording() throws IOException {
        VectorRing ring = started(8, VectorOverflow.DROP);
        offer(ring, START, 1);
        offer(ring, START - 1000, 2);
        assertEquals(2, ring.drainTo(vector));
        assertEquals(List.of(1, 2), written());
    }

    @Test
    void fullRingDropsRowsAndCountsThem() throws IOException {
        VectorRing ring = started(8, VectorOverflow.DROP);
        offer(ring, 11);
        assertEquals(3, ring.omittedRows());
        assertEquals(8, ring.drainTo(vector));
        offer(ring, 2);
        assertEquals(2, ring.drainTo(vector));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 12, 13), written());
        assertEquals(1, ring.thinning());
    }

    @Test
    void rowsAreNotThinnedWhileTheWriterKeepsUp() throws IOException {
        VectorRing ring = started(16, VectorOverflow.THIN);
        for (int i = 0; i < 100; i++) {
            offer(ring, 8);
            ring.drainTo(vector);
        }
        assertEquals(1, ring.thinning());
        assertEquals(0, ring.omittedRows());
        assertEquals(range(1, 800), written());
    }

    @Test
    void ringMoreThanHalfFullDoublesTheDistanceOnce() throws IOException {
        VectorRing ring = started(16, VectorOverflow.THIN);
        offer(ring, 9);
        assertEquals(1, ring.thinning());
        offer(ring, 1);
        assertEquals(2, ring.thinning());
        offer(ring, 100);
        assertEquals(2, ring.thinning());
        assertEquals(16, ring.drainTo(vector));
        assertEquals(110 - 16, ring.omittedRows());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 21), written());
    }

    @Test
    void afterwardsRowsAreThinnedEvenlyForever() throws IOException {
        VectorRing ring = started(16, VectorOverflow.THIN);
        offer(ring, 10);
        ring.drainTo(vector);
        for (int i = 0; i < 10; i++) {
            offer(ring, 6);
            ring.drainTo(vector);
        }
        assertEquals(2, ring.thinning());
        List<Integer> written = written();
        assertEquals(
                IntStream.iterate(11, n -> n <= 70, n -> n + 2).boxed().toList(), written.subList(10, written.size()));
    }

    @Test
    void distanceDoublesUntilTheWriterKeepsUp() throws IOException {
        VectorRing ring = started(1024, VectorOverflow.THIN);
        // Whenever the writer is at work, 3000 messages arrive, of which it manages a ring full: every fourth is
        // enough.
        for (int i = 0; i < 50; i++) {
            offer(ring, 3000);
            ring.drainTo(vector);
        }
        assertEquals(8, ring.thinning(), "less than half a ring a turn");
        assertEquals(150_000 - written().size(), ring.omittedRows());
    }

    @Test
    void ringThatIsBeingEmptiedIsNotThinnedFurther() throws IOException {
        VectorRing ring = started(1024, VectorOverflow.THIN);
        offer(ring, 5000);
        assertEquals(2, ring.thinning());
        ring.drainTo(vector);
        offer(ring, 400);
        ring.drainTo(vector);
        offer(ring, 400);
        assertEquals(2, ring.thinning());
    }

    @Test
    void blockedProducerLosesNothing() throws Exception {
        VectorRing ring = started(8, VectorOverflow.BLOCK);
        Thread producer = new Thread(() -> offer(ring, 10_000));
        producer.start();
        int rows = 0;
        while (rows < 10_000) {
            rows += ring.drainTo(vector);
        }
        producer.join();
        assertEquals(range(1, 10_000), written());
        assertEquals(0, ring.omittedRows());
    }

    @Test
    void closeEndsTheWaitOfABlockedProducer() throws InterruptedException {
        VectorRing ring = started(8, VectorOverflow.BLOCK);
        Thread producer = new Thread(() -> offer(ring, 9));
        producer.start();
        while (producer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        ring.close();
        producer.join();
        assertEquals(1, ring.omittedRows());
    }

    @Test
    void stopLetsABlockedProducerFinishItsRow() throws Exception {
        VectorRing ring = started(8, VectorOverflow.BLOCK);
        Thread producer = new Thread(() -> offer(ring, 20));
        producer.start();
        while (producer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        ring.stop();
        while (producer.isAlive()) {
            ring.drainTo(vector);
        }
        ring.drainTo(vector);
        assertEquals(range(1, 9), written());
        assertEquals(0, ring.omittedRows());
    }

    @Test
    void rowsCrossThreadsInOrderAndWhole() throws Exception {
        VectorRing ring = started(1024, VectorOverflow.DROP);
        Thread producer = new Thread(() -> offer(ring, 300_000));
        producer.start();
        int rows = 0;
        while (producer.isAlive()) {
            rows += ring.drainTo(vector);
        }
        rows += ring.drainTo(vector);
        assertEquals(300_000, rows + ring.omittedRows());
        List<Integer> written = written();
        assertEquals(written.stream().distinct().sorted().toList(), written);
    }

    @Test
    void offeringAllocatesNothing() throws IOException {
        VectorRing ring = started(1024, VectorOverflow.THIN);
        assertEquals(0, Allocations.fewestBytesOf(() -> offer(ring, 500_000)));
        assertTrue(ring.drainTo(vector) > 0);
    }

    @Test
    void capacityIsAPowerOfTwo() {
        for (int capacity : new int[] {-8, 0, 1, 3, 1000}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new VectorRing(capacity, VectorOverflow.THIN), "" + capacity);
        }
        assertTrue(LongStream.of(2, 1024).allMatch(c -> new VectorRing((int) c, VectorOverflow.THIN).thinning() == 1));
    }
}
