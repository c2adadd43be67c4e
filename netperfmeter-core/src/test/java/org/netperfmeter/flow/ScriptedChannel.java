// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.FakeChannel;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.transport.SendBatches;

/** A channel whose kernel takes as many bytes a call as the script says; without a script, everything. */
final class ScriptedChannel extends FakeChannel {
    private final Deque<Object> script = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private boolean keeping = true;
    private Runnable during = () -> {};

    ScriptedChannel(TransportProtocol protocol) {
        super(protocol);
    }

    /** The next calls take this many bytes; 0: would block. */
    ScriptedChannel takes(int... bytesOfEachCall) {
        for (int bytes : bytesOfEachCall) {
            script.add(bytes);
        }
        return this;
    }

    /** The next call fails. */
    ScriptedChannel fails(NativeIoException failure) {
        script.add(failure);
        return this;
    }

    /** What is sent is not kept, so that sending allocates nothing. */
    ScriptedChannel forgetting() {
        keeping = false;
        return this;
    }

    /** What happens while a call lasts. */
    ScriptedChannel during(Runnable event) {
        during = event;
        return this;
    }

    byte[] sent() {
        return sent.toByteArray();
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        during.run();
        Object next = script.poll();
        if (next instanceof NativeIoException failure) {
            throw failure;
        }
        int offset = batch.sentBytes();
        int bytes = batch.end(batch.messages() - 1) - offset;
        if (next != null) {
            bytes = Math.min(bytes, (Integer) next);
        }
        if (bytes == 0) {
            return WOULD_BLOCK;
        }
        if (keeping) {
            for (int i = 0; i < bytes; i++) {
                sent.write(batch.bytes().get(offset + i));
            }
        }
        SendBatches.advance(batch, bytes);
        return bytes;
    }
}
