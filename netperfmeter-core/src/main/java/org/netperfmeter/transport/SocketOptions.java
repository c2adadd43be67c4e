// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowOptions;

/**
 * Options of a socket.
 *
 * @param congestionControl "default": the system's
 * @param v6Only refuses IPv4 on an IPv6 socket
 * @param cmt multipath mode of SCTP; 0: off
 * @param ccid congestion control of DCCP; 0: the system's
 * @param gso UDP: whether datagrams are handed to the kernel, and taken from it, in bundles (udp(7): UDP_SEGMENT, UDP_GRO)
 * @param control whether it is for control connections: without streams, with heartbeats (protocol.md 1.4)
 */
public record SocketOptions(
        BufferSize sendBuffer,
        BufferSize receiveBuffer,
        boolean noDelay,
        String congestionControl,
        boolean v6Only,
        int cmt,
        int ccid,
        boolean gso,
        boolean control) {
    /** A socket of the control connection: the system's buffers, no Nagle. */
    public static SocketOptions control(boolean v6Only) {
        BufferSize untouched = new BufferSize(0, false);
        return new SocketOptions(
                untouched, untouched, true, FlowOptions.DEFAULT_CONGESTION_CONTROL, v6Only, 0, 0, false, true);
    }

    /** A listening socket. */
    public static SocketOptions listening(BufferSize sendBuffer, BufferSize receiveBuffer, boolean v6Only) {
        return new SocketOptions(
                sendBuffer, receiveBuffer, false, FlowOptions.DEFAULT_CONGESTION_CONTROL, v6Only, 0, 0, false, false);
    }

    public static SocketOptions of(FlowOptions flow) {
        return new SocketOptions(
                flow.sendBuffer(),
                flow.receiveBuffer(),
                flow.noDelay(),
                flow.congestionControl(),
                flow.v6Only(),
                flow.cmt(),
                flow.ccid(),
                flow.gso(),
                false);
    }

    SocketOptions withBuffers(BufferSize send, BufferSize receive) {
        return new SocketOptions(send, receive, noDelay, congestionControl, v6Only, cmt, ccid, gso, control);
    }
}
