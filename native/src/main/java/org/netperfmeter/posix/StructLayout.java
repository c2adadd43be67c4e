// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/**
 * Sizes and offsets of the C structures that cross the system call boundary, with the C expression that yields each of
 * them. A test compares them with the headers.
 */
enum StructLayout {
    // C expression, Linux
    SOCKADDR_IN_BYTES("sizeof(struct sockaddr_in)", 16),
    SOCKADDR_FAMILY("offsetof(struct sockaddr_in, sin_family)", 0),
    SOCKADDR_IN_PORT("offsetof(struct sockaddr_in, sin_port)", 2),
    SOCKADDR_IN_ADDRESS("offsetof(struct sockaddr_in, sin_addr)", 4),

    SOCKADDR_IN6_BYTES("sizeof(struct sockaddr_in6)", 28),
    SOCKADDR_IN6_FLOW_INFO("offsetof(struct sockaddr_in6, sin6_flowinfo)", 4),
    SOCKADDR_IN6_ADDRESS("offsetof(struct sockaddr_in6, sin6_addr)", 8),
    SOCKADDR_IN6_SCOPE_ID("offsetof(struct sockaddr_in6, sin6_scope_id)", 24),

    IOVEC_BYTES("sizeof(struct iovec)", 16),
    IOVEC_BASE("offsetof(struct iovec, iov_base)", 0),
    IOVEC_LENGTH("offsetof(struct iovec, iov_len)", 8),

    MSGHDR_NAME("offsetof(struct msghdr, msg_name)", 0),
    MSGHDR_NAME_LENGTH("offsetof(struct msghdr, msg_namelen)", 8),
    MSGHDR_IOV("offsetof(struct msghdr, msg_iov)", 16),
    MSGHDR_IOV_COUNT("offsetof(struct msghdr, msg_iovlen)", 24),
    MSGHDR_CONTROL("offsetof(struct msghdr, msg_control)", 32),
    MSGHDR_CONTROL_LENGTH("offsetof(struct msghdr, msg_controllen)", 40),
    MSGHDR_FLAGS("offsetof(struct msghdr, msg_flags)", 48),

    MMSGHDR_BYTES("sizeof(struct mmsghdr)", 64),
    MMSGHDR_LENGTH("offsetof(struct mmsghdr, msg_len)", 56),

    CMSGHDR_LENGTH("offsetof(struct cmsghdr, cmsg_len)", 0),
    CMSGHDR_LEVEL("offsetof(struct cmsghdr, cmsg_level)", 8),
    CMSGHDR_TYPE("offsetof(struct cmsghdr, cmsg_type)", 12),
    CMSGHDR_DATA("CMSG_LEN(0)", 16),
    CMSGHDR_ALIGNMENT("CMSG_SPACE(1) - CMSG_SPACE(0)", 8),

    SCTP_INITMSG_BYTES("sizeof(struct sctp_initmsg)", 8),
    SCTP_INITMSG_OUT_STREAMS("offsetof(struct sctp_initmsg, sinit_num_ostreams)", 0),
    SCTP_INITMSG_IN_STREAMS("offsetof(struct sctp_initmsg, sinit_max_instreams)", 2),
    /** The first events, as many as are subscribed to; the kernel takes the rest for 0. */
    SCTP_EVENTS_ASSOCIATION("offsetof(struct sctp_event_subscribe, sctp_association_event)", 1),
    SCTP_EVENTS_PARTIAL_DELIVERY("offsetof(struct sctp_event_subscribe, sctp_partial_delivery_event)", 6),
    SCTP_PADDRPARAMS_BYTES("sizeof(struct sctp_paddrparams)", 156),
    SCTP_PADDRPARAMS_HEARTBEAT_MILLIS("offsetof(struct sctp_paddrparams, spp_hbinterval)", 132),
    SCTP_PADDRPARAMS_FLAGS("offsetof(struct sctp_paddrparams, spp_flags)", 146),

    SCTP_SNDRCVINFO_BYTES("sizeof(struct sctp_sndrcvinfo)", 32),
    SCTP_SNDRCVINFO_STREAM("offsetof(struct sctp_sndrcvinfo, sinfo_stream)", 0),
    SCTP_SNDRCVINFO_FLAGS("offsetof(struct sctp_sndrcvinfo, sinfo_flags)", 4),
    SCTP_SNDRCVINFO_PPID("offsetof(struct sctp_sndrcvinfo, sinfo_ppid)", 8),
    SCTP_SNDRCVINFO_CONTEXT("offsetof(struct sctp_sndrcvinfo, sinfo_context)", 12),
    SCTP_SNDRCVINFO_LIFETIME("offsetof(struct sctp_sndrcvinfo, sinfo_timetolive)", 16),
    SCTP_SNDRCVINFO_ASSOCIATION("offsetof(struct sctp_sndrcvinfo, sinfo_assoc_id)", 28),
    SCTP_RCVINFO_BYTES("sizeof(struct sctp_rcvinfo)", 28),
    SCTP_RCVINFO_STREAM("offsetof(struct sctp_rcvinfo, rcv_sid)", 0),
    SCTP_NOTIFICATION_TYPE("offsetof(union sctp_notification, sn_header.sn_type)", 0),
    SCTP_ASSOC_CHANGE_STATE("offsetof(struct sctp_assoc_change, sac_state)", 8),
    SCTP_PDAPI_STREAM("offsetof(struct sctp_pdapi_event, pdapi_stream)", 16),

    POLLFD_BYTES("sizeof(struct pollfd)", 8),
    POLLFD_DESCRIPTOR("offsetof(struct pollfd, fd)", 0),
    POLLFD_EVENTS("offsetof(struct pollfd, events)", 4),
    POLLFD_REVENTS("offsetof(struct pollfd, revents)", 6),

    // C expression, Linux on x86-64 (where it is packed), Linux on aarch64
    EPOLL_EVENT_BYTES("sizeof(struct epoll_event)", 12, 16),
    EPOLL_EVENT_EVENTS("offsetof(struct epoll_event, events)", 0, 0),
    EPOLL_EVENT_DATA("offsetof(struct epoll_event, data)", 4, 8),

    ITIMERSPEC_BYTES("sizeof(struct itimerspec)", 32),
    ITIMERSPEC_VALUE_SECONDS("offsetof(struct itimerspec, it_value.tv_sec)", 16),
    ITIMERSPEC_VALUE_NANOS("offsetof(struct itimerspec, it_value.tv_nsec)", 24),

    SCHED_PARAM_BYTES("sizeof(struct sched_param)", 4),

    MPTCP_INFO_SUBFLOWS("offsetof(struct mptcp_info, mptcpi_subflows)", 0),
    MPTCP_INFO_FLAGS("offsetof(struct mptcp_info, mptcpi_flags)", 8),
    /** All subflows, the first included; since Linux 6.5. */
    MPTCP_INFO_SUBFLOWS_TOTAL("offsetof(struct mptcp_info, mptcpi_subflows_total)", 80);

    private final String expression;
    private final int linuxX8664;
    private final int linuxAarch64;

    StructLayout(String expression, int linux) {
        this(expression, linux, linux);
    }

    StructLayout(String expression, int linuxX8664, int linuxAarch64) {
        this.expression = expression;
        this.linuxX8664 = linuxX8664;
        this.linuxAarch64 = linuxAarch64;
    }

    String expression() {
        return expression;
    }

    /** The value on the system that this process runs on. */
    int value() {
        return valueOn(HostSystem.CURRENT);
    }

    int valueOn(HostSystem system) {
        return system == HostSystem.LINUX_AARCH64 ? linuxAarch64 : linuxX8664;
    }
}
