// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.DataHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What each message costs where it passes through, one step at a time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Thread)
public class HotPathBenchmark {
    private static final int MESSAGE_BYTES = 1460;
    private static final int DEFRAGMENT_TIMEOUT_MILLIS = 5000;
    private static final long MESSAGES_TOGETHER = 22;
    private static final long DELAY_MICROS = 25;
    private static final long DELAY_STEP = 1_000_003;
    private static final long DELAY_MASK = 0x3FF;
    private static final long START_MICROS = 1_795_375_544_633_999L;
    private static final FlowKey FLOW = new FlowKey(0x1234_5678_9ABC_DEF0L, 7, 0);

    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES).order(ByteOrder.BIG_ENDIAN);
    private final FlowStatistics statistics = new FlowStatistics(DEFRAGMENT_TIMEOUT_MILLIS);
    private final FlowStatistics withQuality = new FlowStatistics(DEFRAGMENT_TIMEOUT_MILLIS, true);
    private final NativeMemory memory = NativeMemory.allocatePages(MESSAGE_BYTES);
    private FlowVector vector;
    private FlowVector omnetppVector;
    private NativeSocket sink;
    private NativeSocket sender;
    private long next;

    /** Opens what is written to: a file that keeps nothing, and a datagram socket that nobody reads. */
    @Setup
    public void open() throws IOException {
        vector = vector(ResultFormat.original());
        omnetppVector = vector(ResultFormat.omnetpp(true, FLOW.measurementId(), 0));
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        sink = datagramSocket(loopback);
        sink.bind(loopback);
        sender = datagramSocket(sink.localAddress());
        sender.connect(sink.localAddress());
        writeDataHeader();
        next = 0;
    }

    private static FlowVector vector(ResultFormat format) throws IOException {
        FlowDefinition flow = new FlowDefinition(
                FLOW.flowId(),
                FLOW.streamId(),
                "",
                TransportProtocol.UDP,
                TrafficPattern.SILENT,
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
        FlowVector opened = format.flowVector(OutputFile.create(Path.of("/dev/null")), flow, Optional.empty());
        opened.begin(START_MICROS);
        return opened;
    }

    private static NativeSocket datagramSocket(InetSocketAddress meantFor) throws IOException {
        return NativeSocket.open(OsConstant.AF_INET, OsConstant.SOCK_DGRAM, OsConstant.IPPROTO_UDP, meantFor);
    }

    /** Closes all of it. */
    @TearDown
    public void close() throws IOException {
        vector.close();
        omnetppVector.close();
        sender.close();
        sink.close();
    }

    /** Writes a header of a message. */
    @Benchmark
    public ByteBuffer writeDataHeader() {
        next++;
        DataHeader.write(
                message,
                0,
                FLOW,
                DataHeader.FIRST | DataHeader.LAST,
                MESSAGE_BYTES,
                (int) next,
                next,
                next * MESSAGE_BYTES,
                START_MICROS + next);
        return message;
    }

    /** Reads all fields of a header; their sum only keeps them from being optimised away. */
    @Benchmark
    public long readDataHeader() {
        return DataHeader.flowId(message, 0)
                + DataHeader.measurementId(message, 0)
                + DataHeader.streamId(message, 0)
                + DataHeader.frameId(message, 0)
                + DataHeader.sequenceNumber(message, 0)
                + DataHeader.byteSequenceNumber(message, 0)
                + DataHeader.timeStampMicros(message, 0)
                + (DataHeader.isFirst(message, 0) ? 1 : 0)
                + (DataHeader.isLast(message, 0) ? 1 : 0);
    }

    /** Counts a message that was received in order, the only one of its frame. */
    @Benchmark
    public FlowStatistics countReceivedMessage() {
        return countInto(statistics, next);
    }

    /** The same with distributions and order, whose delays differ from message to message. */
    @Benchmark
    public FlowStatistics countReceivedMessageWithQuality() {
        return countInto(withQuality, next);
    }

    /** The same of a saturated flow, of which many messages are sent and received together. */
    @Benchmark
    public FlowStatistics countReceivedMessageOfABatchWithQuality() {
        return countInto(withQuality, next / MESSAGES_TOGETHER);
    }

    private FlowStatistics countInto(FlowStatistics counters, long moment) {
        long nowMicros = START_MICROS + moment;
        long delayMicros = DELAY_MICROS + (moment * DELAY_STEP & DELAY_MASK);
        counters.received(
                nowMicros + delayMicros,
                nowMicros + delayMicros,
                true,
                true,
                (int) next,
                next,
                next * MESSAGE_BYTES,
                nowMicros,
                MESSAGE_BYTES);
        next++;
        return counters;
    }

    /** Formats the row of a message, and hands its share of a block to the kernel. */
    @Benchmark
    public FlowVector writeVectorRow() throws IOException {
        next++;
        vector.row(START_MICROS + next, next, next, next * MESSAGE_BYTES, next, next, MESSAGE_BYTES, 1, 25, -18, 0.018);
        return vector;
    }

    /** The same for OMNeT++: seven lines. */
    @Benchmark
    public FlowVector writeOmnetppValues() throws IOException {
        next++;
        omnetppVector.row(
                START_MICROS + next, next, next, next * MESSAGE_BYTES, next, next, MESSAGE_BYTES, 1, 25, -18, 0.018);
        return omnetppVector;
    }

    /** A send call of one message, which the kernel drops as soon as the receive buffer is full. */
    @Benchmark
    public int sendDatagram() {
        return SystemCalls.send(sender.number(), memory.address(), MESSAGE_BYTES, 0);
    }
}
