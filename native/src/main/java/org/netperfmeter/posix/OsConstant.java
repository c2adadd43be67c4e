// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/**
 * The numbers of the C headers that the socket API needs, one column an operating system. Where there is one only, they are
 * the same on x86-64 and aarch64. A test compares them with the headers.
 */
public enum OsConstant {
    // Linux
    AF_INET(2),
    AF_INET6(10),
    SOCK_STREAM(1),
    SOCK_DGRAM(2),
    SOCK_DCCP(6),
    SOCK_CLOEXEC(0x80000),
    SOCK_NONBLOCK(0x800),
    IPPROTO_IP(0),
    IPPROTO_TCP(6),
    IPPROTO_UDP(17),
    IPPROTO_DCCP(33),
    IPPROTO_IPV6(41),
    IPPROTO_SCTP(132),
    IPPROTO_MPTCP(262),

    SOL_SOCKET(1),
    SO_REUSEADDR(2),
    SO_ERROR(4),
    SO_SNDBUF(7),
    SO_RCVBUF(8),
    SO_KEEPALIVE(9),
    SO_TIMESTAMPNS(35),
    SO_PROTOCOL(38),
    SO_MEMINFO(55),
    SK_MEMINFO_DROPS(8),
    IP_BIND_ADDRESS_NO_PORT(24),
    IPV6_V6ONLY(26),
    TCP_NODELAY(1),
    TCP_KEEPIDLE(4),
    TCP_KEEPINTVL(5),
    TCP_KEEPCNT(6),
    TCP_INFO(11),
    TCP_CONGESTION(13),
    TCP_IS_MPTCP(43),
    SOL_MPTCP(284),
    MPTCP_INFO(1),
    MPTCP_TCPINFO(2),
    MPTCP_SUBFLOW_ADDRS(3),
    MPTCP_FULL_INFO(4),
    MPTCP_INFO_FLAG_FALLBACK(1),

    // At level IPPROTO_UDP
    UDP_SEGMENT(103),
    UDP_GRO(104),

    // At level IPPROTO_SCTP (RFC 6458)
    SCTP_INITMSG(2),
    SCTP_NODELAY(3),
    SCTP_PEER_ADDR_PARAMS(9),
    SCTP_EVENTS(11),
    SCTP_STATUS(14),
    SCTP_GET_PEER_ADDR_INFO(15),
    SCTP_RECVRCVINFO(32),
    SCTP_SOCKOPT_BINDX_ADD(100),
    SCTP_GET_PEER_ADDRS(108),
    SCTP_SOCKOPT_CONNECTX(110),
    SCTP_GET_ASSOC_STATS(112),
    SPP_HB_ENABLE(1),
    SCTP_SNDRCV(1),
    SCTP_RCVINFO(3),
    SCTP_UNORDERED(1),
    SCTP_PR_SCTP_TTL(0x10),
    SCTP_PR_SCTP_RTX(0x20),
    SCTP_ASSOC_CHANGE(0x8001),
    SCTP_COMM_LOST(1),
    SCTP_RESTART(2),
    SCTP_SHUTDOWN_COMP(3),
    SCTP_PARTIAL_DELIVERY_EVENT(0x8006),

    // RFC 4340; the options are Linux' own
    SOL_DCCP(269),
    DCCP_SOCKOPT_SERVICE(2),
    DCCP_SOCKOPT_GET_CUR_MPS(5),
    DCCP_SOCKOPT_AVAILABLE_CCIDS(12),
    DCCP_SOCKOPT_CCID(13),

    SHUT_RD(0),
    SHUT_WR(1),
    MSG_TRUNC(0x20),
    MSG_EOR(0x80),
    MSG_NOSIGNAL(0x4000),
    MSG_NOTIFICATION(0x8000),

    POLLIN(0x1),
    POLLOUT(0x4),
    EPOLL_CLOEXEC(0x80000),
    EPOLL_CTL_ADD(1),
    EPOLL_CTL_DEL(2),
    EPOLL_CTL_MOD(3),
    EPOLLIN(0x1),
    EPOLLOUT(0x4),
    EPOLLERR(0x8),
    EPOLLHUP(0x10),
    EPOLLET(0x8000_0000),
    EFD_CLOEXEC(0x80000),
    EFD_NONBLOCK(0x800),
    CLOCK_REALTIME(0),
    CLOCK_MONOTONIC(1),
    TFD_CLOEXEC(0x80000),
    TFD_NONBLOCK(0x800),
    TFD_TIMER_ABSTIME(1),

    PR_SET_TIMERSLACK(29),
    SCHED_OTHER(0),
    SCHED_FIFO(1),
    // Linux on x86-64, Linux on aarch64
    SYS_sched_setattr(314, 274),
    SYS_sched_getattr(315, 275);

    private final int linuxX8664;
    private final int linuxAarch64;

    OsConstant(int linux) {
        this(linux, linux);
    }

    OsConstant(int linuxX8664, int linuxAarch64) {
        this.linuxX8664 = linuxX8664;
        this.linuxAarch64 = linuxAarch64;
    }

    /** The value on the system that this process runs on. */
    public int value() {
        return HostSystem.CURRENT == HostSystem.LINUX_AARCH64 ? linuxAarch64 : linuxX8664;
    }
}
