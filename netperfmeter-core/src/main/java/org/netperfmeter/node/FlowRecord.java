// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.flow.HostDelay;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.TransportSummary;
import org.netperfmeter.results.VectorFile;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.transport.ConnectionFacts;
import org.netperfmeter.transport.TransportSample;
import org.netperfmeter.transport.TransportSample.Multipath;

/** A flow of a measurement with its vector file, and what was seen of its connection. */
final class FlowRecord {
    private final Flow flow;
    private final Optional<FlowVector> vector;
    /** Held while rows are formatted and compressed, for which nobody who looks at the connection is to wait. */
    private final Object file = new Object();

    private final ConnectionFacts connection;
    private final TransportSample first;
    private TransportSample last = TransportSample.NONE;
    private int maxSubflows;
    /** After it had been MPTCP. */
    private boolean fellBackLater;

    private boolean sampledLast;
    private boolean receptionEndedEarly;
    private boolean vectorEnded;
    private boolean vectorFinished;

    FlowRecord(Flow flow, Optional<FlowVector> vector) {
        this.flow = flow;
        this.vector = vector;
        this.connection = ConnectionFacts.of(flow.channel());
        this.first = flow.channel().sample();
    }

    Flow flow() {
        return flow;
    }

    Optional<FlowVector> vector() {
        return vector;
    }

    /** What its connection was when it was set up. */
    ConnectionFacts connection() {
        return connection;
    }

    /** Asks the kernel about the connection. Returns what is not as it should be any longer, once. */
    synchronized List<String> sample() {
        List<String> warnings = new ArrayList<>();
        if (!sampledLast) {
            if (sampleConnection()) {
                warnings.add(name() + " has fallen back to TCP");
            }
            // A passive node may see the end of the stream before the Stop.
            if (checkReception()) {
                warnings.add(name() + " receives nothing any longer: "
                        + flow.receiver().failure().orElse("the peer has ended its stream"));
            }
        }
        return warnings;
    }

    /** Returns whether the connection has fallen back to TCP since it was looked at last. */
    private boolean sampleConnection() {
        TransportSample now = flow.channel().sample();
        boolean fellBack = now.multipath() == Multipath.FELL_BACK && last.multipath() != Multipath.FELL_BACK;
        boolean wasMultipath = first.multipath() == Multipath.YES || last.multipath() == Multipath.YES;
        fellBackLater |= fellBack && wasMultipath;
        last = now;
        maxSubflows = Math.max(maxSubflows, now.subflows());
        return fellBack;
    }

    /** Returns whether reception has ended since it was looked at last, although it was to go on. */
    private boolean checkReception() {
        boolean before = receptionEndedEarly;
        receptionEndedEarly |= flow.isActive() && flow.receiver().hasEnded();
        return receptionEndedEarly && !before;
    }

    private String name() {
        return flow.definition().protocol() + " flow #"
                + Integer.toUnsignedString(flow.key().flowId());
    }

    /** The last look: what the kernel says after this is about a connection that is being closed. */
    synchronized void sampleLast() {
        if (!sampledLast) {
            sampledLast = true;
            sampleConnection();
            checkReception();
        }
    }

    /** What is received from now on is recorded. */
    void begin(long firstEventMicros) {
        synchronized (file) {
            vector.ifPresent(rows -> rows.begin(firstEventMicros));
        }
        flow.vector().ifPresent(ring -> ring.start(firstEventMicros));
    }

    /**
     * Writes the rows that are waiting, and hands all to the system if they are to outlive this program.
     *
     * @throws IOException once, if the disk is full, for instance: the flow goes on without rows
     */
    void drainVector(boolean flush) throws IOException {
        synchronized (file) {
            if (vector.isPresent() && !vectorEnded) {
                try {
                    flow.vector().orElseThrow().drainTo(vector.get());
                    if (flush) {
                        vector.get().flush();
                    }
                } catch (IOException e) {
                    endVector();
                    throw e;
                }
            }
        }
    }

    /** Nobody empties the ring any more: the receiver must not wait for that. */
    void endVector() {
        synchronized (file) {
            vectorEnded = true;
            flow.vector().ifPresent(VectorRing::close);
        }
    }

    /**
     * Writes the last rows and finishes the file, which stays open. Reception must have ended.
     *
     * @param partial why the vector is not what it was to be, if so
     * @throws IOException if the file is no vector now
     */
    void finishVector(Optional<String> partial) throws IOException {
        Optional<String> reason = partial.or(this::broken);
        synchronized (file) {
            if (vector.isEmpty() || vectorFinished) {
                return;
            }
            vectorFinished = true;
            try {
                drainVector(false);
            } catch (IOException e) {
                // The vector itself says so.
            }
            endVector();
            vector.get().finish(reason);
        }
    }

    /** Why the flow ended before its measurement, if it did. */
    private synchronized Optional<String> broken() {
        if (flow.isActive() && flow.sendFailure().isPresent()) {
            return flow.sendFailure().map(reason -> "sending failed: " + reason);
        }
        return receptionEndedEarly ? Optional.of("reception ended early: " + endOfReception()) : Optional.empty();
    }

    private String endOfReception() {
        return flow.receiver().failure().orElse("end of stream");
    }

    /** Why the last rows of the vector are missing, if they are. */
    Optional<String> vectorFailure() {
        synchronized (file) {
            return vector.flatMap(VectorFile::failure);
        }
    }

    /** @param transport what the kernel said of its connection, if this flow stands for that */
    synchronized MeasurementReport.Flow report(Optional<TransportSummary> transport) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (last.multipath() != Multipath.NOT_ASKED) {
            facts.put(
                    "multipath",
                    switch (last.multipath()) {
                        case YES -> "MPTCP";
                        case FELL_BACK -> "fell back to TCP";
                        default -> "unknown";
                    });
            facts.put("subflowsAtEnd", last.subflows());
            facts.put("subflowsMaximum", maxSubflows);
            if (last.multipath() == Multipath.FELL_BACK) {
                facts.put("fellBack", fellBackLater ? "later" : "at set-up");
            }
        }
        if (flow.definition().protocol().isConnectionless()) {
            int drops = flow.channel().sample().droppedDatagrams() - first.droppedDatagrams();
            facts.put("socketDrops", Integer.toUnsignedLong(drops));
        }
        HostDelay hostDelay = flow.receiver().hostDelay();
        if (hostDelay.pieces() > 0) {
            facts.put("timeStamping", "kernel");
            facts.put("meanHostDelayMicros", hostDelay.meanMicros());
        }
        if (flow.statistics().quality().isPresent()) {
            facts.put("localAddress", connection.localAddress());
            facts.put("remoteAddress", connection.remoteAddress());
            connection.congestionControl().ifPresent(name -> facts.put("congestionControl", name));
        }
        facts.put("sendBufferBytes", flow.buffers().sendBytes());
        facts.put("receiveBufferBytes", flow.buffers().receiveBytes());
        if (flow.definition().outbound().isSaturated()) {
            facts.put("batchBytes", flow.batchBytes());
            facts.put("batchMessages", flow.batchMessages());
        }
        flow.vector().ifPresent(ring -> {
            facts.put("vectorRowsOmitted", ring.omittedRows());
            facts.put("vectorThinning", ring.thinning());
            facts.put("messagesBeforeStart", ring.rowsBeforeStart());
        });
        vectorFailure().ifPresent(reason -> facts.put("vectorFailure", reason));
        flow.sendFailure().ifPresent(reason -> facts.put("sendFailure", reason));
        if (receptionEndedEarly) {
            facts.put("receptionEndedEarly", endOfReception());
        }
        broken().ifPresent(reason -> facts.put("partial", reason));
        return new MeasurementReport.Flow(
                flow.definition(),
                flow.statistics().snapshot(),
                flow.statistics().quality(),
                flow.statistics().distributions(),
                facts,
                transport);
    }
}
