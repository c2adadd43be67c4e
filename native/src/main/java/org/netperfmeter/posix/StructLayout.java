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

    TIMESPEC_BYTES("sizeof(struct timespec)", 16),
    TIMESPEC_SECONDS("offsetof(struct timespec, tv_sec)", 0),
    TIMESPEC_NANOS("offsetof(struct timespec, tv_nsec)", 8),

    SCHED_PARAM_BYTES("sizeof(struct sched_param)", 4),

    /** As of its first version, which all kernels take. */
    SCHED_ATTR_BYTES("SCHED_ATTR_SIZE_VER0", 48),
    SCHED_ATTR_RUNTIME("offsetof(struct sched_attr, sched_runtime)", 24),

    MPTCP_INFO_SUBFLOWS("offsetof(struct mptcp_info, mptcpi_subflows)", 0),
    MPTCP_INFO_FLAGS("offsetof(struct mptcp_info, mptcpi_flags)", 8),
    // From here on since Linux 6.5
    MPTCP_INFO_RETRANSMISSIONS("offsetof(struct mptcp_info, mptcpi_retransmits)", 44),
    MPTCP_INFO_RETRANSMITTED_BYTES("offsetof(struct mptcp_info, mptcpi_bytes_retrans)", 48),
    MPTCP_INFO_SENT_BYTES("offsetof(struct mptcp_info, mptcpi_bytes_sent)", 56),
    MPTCP_INFO_RECEIVED_BYTES("offsetof(struct mptcp_info, mptcpi_bytes_received)", 64),
    MPTCP_INFO_ACKED_BYTES("offsetof(struct mptcp_info, mptcpi_bytes_acked)", 72),
    /** All subflows, the first included. */
    MPTCP_INFO_SUBFLOWS_TOTAL("offsetof(struct mptcp_info, mptcpi_subflows_total)", 80),
    MPTCP_FULL_INFO_BYTES("offsetof(struct mptcp_full_info, mptcp_info)", 40),
    MPTCP_FULL_INFO_TCP_SIZE("offsetof(struct mptcp_full_info, size_tcpinfo_user)", 4),
    MPTCP_FULL_INFO_SUBFLOW_SIZE("offsetof(struct mptcp_full_info, size_sfinfo_user)", 12),
    MPTCP_FULL_INFO_SUBFLOWS("offsetof(struct mptcp_full_info, num_subflows)", 16),
    MPTCP_FULL_INFO_ROOM("offsetof(struct mptcp_full_info, size_arrays_user)", 20),
    MPTCP_FULL_INFO_SUBFLOW_ARRAY("offsetof(struct mptcp_full_info, subflow_info)", 24),
    MPTCP_FULL_INFO_TCP_ARRAY("offsetof(struct mptcp_full_info, tcp_info)", 32),
    MPTCP_SUBFLOW_INFO_ID("offsetof(struct mptcp_subflow_info, id)", 0),
    MPTCP_SUBFLOW_INFO_ADDRESSES("offsetof(struct mptcp_subflow_info, addrs)", 8),
    MPTCP_SUBFLOW_INFO_BYTES("sizeof(struct mptcp_subflow_info)", 264),

    MPTCP_SUBFLOW_DATA_BYTES("sizeof(struct mptcp_subflow_data)", 16),
    MPTCP_SUBFLOW_DATA_SIZE("offsetof(struct mptcp_subflow_data, size_subflow_data)", 0),
    MPTCP_SUBFLOW_DATA_SUBFLOWS("offsetof(struct mptcp_subflow_data, num_subflows)", 4),
    MPTCP_SUBFLOW_DATA_ELEMENT_SIZE("offsetof(struct mptcp_subflow_data, size_user)", 12),
    MPTCP_SUBFLOW_ADDRS_BYTES("sizeof(struct mptcp_subflow_addrs)", 256),
    MPTCP_SUBFLOW_ADDRS_LOCAL("offsetof(struct mptcp_subflow_addrs, ss_local)", 0),
    MPTCP_SUBFLOW_ADDRS_REMOTE("offsetof(struct mptcp_subflow_addrs, ss_remote)", 128),

    // It grows from kernel to kernel.
    TCP_INFO_STATE("offsetof(struct tcp_info, tcpi_state)", 0),
    TCP_INFO_RTO("offsetof(struct tcp_info, tcpi_rto)", 8),
    TCP_INFO_SEGMENT("offsetof(struct tcp_info, tcpi_snd_mss)", 16),
    TCP_INFO_UNACKED("offsetof(struct tcp_info, tcpi_unacked)", 24),
    TCP_INFO_PATH_MTU("offsetof(struct tcp_info, tcpi_pmtu)", 60),
    TCP_INFO_RTT("offsetof(struct tcp_info, tcpi_rtt)", 68),
    TCP_INFO_RTT_VARIATION("offsetof(struct tcp_info, tcpi_rttvar)", 72),
    TCP_INFO_WINDOW("offsetof(struct tcp_info, tcpi_snd_cwnd)", 80),
    TCP_INFO_RETRANSMISSIONS("offsetof(struct tcp_info, tcpi_total_retrans)", 100),
    TCP_INFO_ACKED_BYTES("offsetof(struct tcp_info, tcpi_bytes_acked)", 120),
    TCP_INFO_RECEIVED_BYTES("offsetof(struct tcp_info, tcpi_bytes_received)", 128),
    TCP_INFO_SENT_PACKETS("offsetof(struct tcp_info, tcpi_segs_out)", 136),
    TCP_INFO_RECEIVED_PACKETS("offsetof(struct tcp_info, tcpi_segs_in)", 140),
    TCP_INFO_MIN_RTT("offsetof(struct tcp_info, tcpi_min_rtt)", 148),
    TCP_INFO_DELIVERY_RATE("offsetof(struct tcp_info, tcpi_delivery_rate)", 160),
    TCP_INFO_BUSY("offsetof(struct tcp_info, tcpi_busy_time)", 168),
    TCP_INFO_RECEIVE_WINDOW_LIMITED("offsetof(struct tcp_info, tcpi_rwnd_limited)", 176),
    TCP_INFO_SEND_BUFFER_LIMITED("offsetof(struct tcp_info, tcpi_sndbuf_limited)", 184),
    TCP_INFO_SENT_BYTES("offsetof(struct tcp_info, tcpi_bytes_sent)", 200),
    TCP_INFO_RETRANSMITTED_BYTES("offsetof(struct tcp_info, tcpi_bytes_retrans)", 208),

    SCTP_STATUS_STATE("offsetof(struct sctp_status, sstat_state)", 4),
    SCTP_STATUS_UNACKED("offsetof(struct sctp_status, sstat_unackdata)", 12),
    SCTP_GETADDRS_COUNT("offsetof(struct sctp_getaddrs, addr_num)", 4),
    SCTP_GETADDRS_ADDRESSES("offsetof(struct sctp_getaddrs, addrs)", 8),
    SCTP_PADDRINFO_BYTES("sizeof(struct sctp_paddrinfo)", 152),
    SCTP_PADDRINFO_ADDRESS("offsetof(struct sctp_paddrinfo, spinfo_address)", 4),
    SCTP_PADDRINFO_STATE("offsetof(struct sctp_paddrinfo, spinfo_state)", 132),
    SCTP_PADDRINFO_WINDOW("offsetof(struct sctp_paddrinfo, spinfo_cwnd)", 136),
    SCTP_PADDRINFO_RTT("offsetof(struct sctp_paddrinfo, spinfo_srtt)", 140),
    SCTP_PADDRINFO_RTO("offsetof(struct sctp_paddrinfo, spinfo_rto)", 144),
    SCTP_PADDRINFO_MTU("offsetof(struct sctp_paddrinfo, spinfo_mtu)", 148),
    SCTP_STATS_SENT_PACKETS("offsetof(struct sctp_assoc_stats, sas_opackets)", 160),
    SCTP_STATS_RECEIVED_PACKETS("offsetof(struct sctp_assoc_stats, sas_ipackets)", 168),
    SCTP_STATS_RETRANSMISSIONS("offsetof(struct sctp_assoc_stats, sas_rtxchunks)", 176);

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
