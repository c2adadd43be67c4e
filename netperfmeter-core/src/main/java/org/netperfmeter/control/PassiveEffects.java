// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;

/**
 * What a {@link PassiveSession} wants done. A method must not call back into the session; what the session waits for is
 * reported to it later, by the event that the method names.
 */
public interface PassiveEffects {
    /** Sends a control message to the active node. */
    void send(Message message);

    /** A flow has been defined, or defined anew with settings of its own. Nothing is to be set up before its Identify. */
    void flowAdded(FlowKey key, FlowDefinition flow);

    /**
     * Binds a flow to the channel on which its Identify came. Then: {@link PassiveSession#bound}.
     *
     * @param settings of its measurement, if the active node has told some
     */
    void bind(FlowKey key, FileFormat vector, Optional<MeasurementSettings> settings);

    /** Answers with the time of this node's clock, unless it is asked too often; and takes what the request says. */
    void tellTime(ClockRequest request);

    /**
     * Starts these flows. Then: {@link PassiveSession#started}.
     *
     * @param settings if the active node has told some
     */
    void start(
            long measurementId,
            FileFormat vector,
            FileFormat scalar,
            List<FlowKey> flows,
            Optional<MeasurementSettings> settings);

    /** Stops a measurement and finishes its files. Then: {@link PassiveSession#stopped}. */
    void stop(long measurementId);

    /** Ends a flow and finishes its vector. Then: {@link PassiveSession#removed}. */
    void remove(FlowKey key);

    /** Sends the measurement's vector as Results messages. Then: {@link PassiveSession#uploaded}. */
    void uploadVector(long measurementId);

    /** Sends the scalars as Results messages. Then: {@link PassiveSession#uploaded}. */
    void uploadScalars(long measurementId);

    /** Sends what the kernel said of connections as Results messages. Then: {@link PassiveSession#uploaded}. */
    void uploadTransport(long measurementId);

    /** Sends the vector of a removed flow as Results messages. Then: {@link PassiveSession#uploaded}. */
    void uploadVector(FlowKey key);

    /** A measurement is over, its results are not needed any longer. If it still runs, it is to be stopped. */
    void forget(long measurementId);

    /** Something was refused that makes no sense; an operator may want to know. */
    void warn(String text);

    /** Something was refused because who wants it has not proved that it has the secret. */
    void refuseStranger(String why);

    /** Closes the control connection: the session has ended. */
    void close(String reason);

    /** Closes the control connection of a peer that does not have the secret: the session has ended. */
    void closeStranger(String why);
}
