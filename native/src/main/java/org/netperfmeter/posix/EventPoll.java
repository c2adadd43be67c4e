// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/** An epoll set and the events of its last wait. One thread uses it. A wait allocates nothing. */
public final class EventPoll implements AutoCloseable {
    private static final int EVENT_BYTES = StructLayout.EPOLL_EVENT_BYTES.value();
    private static final int EVENTS = StructLayout.EPOLL_EVENT_EVENTS.value();
    private static final int DATA = StructLayout.EPOLL_EVENT_DATA.value();

    private final int capacity;
    private final NativeMemory memory;
    private final ByteBuffer bytes;
    private final Descriptor descriptor;

    /**
     * Opens an empty set.
     *
     * @param capacity most events of one wait; the others stay for the next
     */
    public EventPoll(int capacity) throws NativeIoException {
        LibC.require();
        this.capacity = capacity;
        memory = NativeMemory.allocate((capacity + 1) * EVENT_BYTES);
        bytes = memory.bytes();
        descriptor = opened(SystemCalls.epollCreate(OsConstant.EPOLL_CLOEXEC.value()));
    }

    private static Descriptor opened(int result) throws NativeIoException {
        if (result < 0) {
            throw new NativeIoException("epoll_create1", "", -result);
        }
        return new Descriptor(result);
    }

    /**
     * Adds a descriptor.
     *
     * @param events bits EPOLLIN, EPOLLOUT, EPOLLET; EPOLLERR and EPOLLHUP are always reported
     * @param data what {@link #data} returns
     */
    public void add(int fd, int events, long data) throws NativeIoException {
        control(OsConstant.EPOLL_CTL_ADD, fd, events, data);
    }

    public void modify(int fd, int events, long data) throws NativeIoException {
        control(OsConstant.EPOLL_CTL_MOD, fd, events, data);
    }

    public void remove(int fd) throws NativeIoException {
        control(OsConstant.EPOLL_CTL_DEL, fd, 0, 0);
    }

    private void control(OsConstant operation, int fd, int events, long data) throws NativeIoException {
        int request = capacity * EVENT_BYTES;
        bytes.putInt(request + EVENTS, events);
        bytes.putLong(request + DATA, data);
        int result = SystemCalls.epollCtl(descriptor.number(), operation.value(), fd, memory.address() + request);
        if (result < 0) {
            throw new NativeIoException("epoll_ctl", operation.toString(), -result);
        }
    }

    /**
     * Waits for events.
     *
     * @param forEver false: takes what is there
     * @return how many events there are
     */
    public int await(boolean forEver) throws NativeIoException {
        int count = SystemCalls.epollWait(descriptor.number(), memory.address(), capacity, forEver ? -1 : 0);
        if (count < 0) {
            throw new NativeIoException("epoll_wait", "", -count);
        }
        return count;
    }

    public int events(int index) {
        return bytes.getInt(index * EVENT_BYTES + EVENTS);
    }

    public long data(int index) {
        return bytes.getLong(index * EVENT_BYTES + DATA);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
