// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;

/**
 * What an {@link ActiveSession} wants done. A method must not call back into the session; what the session waits for is
 * reported to it later, by the event that the method names.
 */
public interface ActiveEffects {
    /** Sends a control message to the passive node. */
    void send(Message message);

    /** Finds out the peer's generation on a connection of its own. Then: {@link ActiveSession#generationFound}. */
    void probe();

    /** Connects a flow's data channel. Then: {@link ActiveSession#connected}. */
    void connect(FlowDefinition flow);

    /** Sends an Identify on the flow's data channel. */
    void identify(FlowDefinition flow, IdentifyFlow message);

    /**
     * Sends a {@link ClockRequest} and notes the time. Then: {@link ActiveSession#message} with the reply.
     *
     * @param last whether no further one will be sent
     */
    void askForTime(int number, boolean last);

    /** The reply to the request that was sent last. */
    void timeTold(ClockReply reply, long receivedNanos);

    /** Opens result files, prepares to receive. Then: {@link ActiveSession#prepared}. */
    void prepare();

    /** The run time begins. */
    void running();

    /** Ends the senders and their streams. Then: {@link ActiveSession#sendersStopped}. */
    void stopSenders();

    /** The peer has stopped: receives the rest and writes own results. Then: {@link ActiveSession#finished}. */
    void finish();

    /** Opens the file for the passive node's vector of the measurement. */
    void openVectorDownload();

    /** Opens the file for the passive node's scalars. */
    void openScalarDownload();

    /** Opens the file for what the passive node's kernel said of connections. */
    void openTransportDownload();

    /** Opens the file for the passive node's vector of a flow. */
    void openVectorDownload(FlowDefinition flow);

    /** A piece of the opened file. */
    void downloaded(byte[] data);

    /** The opened file is complete. */
    void closeDownload();

    /** The measurement is over, all results are here. */
    void done();

    /** The measurement cannot go on. Nothing more will be wanted. */
    void fail(String reason);
}
