// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A socket, always non-blocking. Its errors name the operation and the address that the socket is meant for. What a data
 * plane calls often is in {@link SystemCalls}, to be used with {@link #number}.
 */
public final class NativeSocket implements AutoCloseable {
    private static final int NON_BLOCKING = OsConstant.SOCK_NONBLOCK.value() | OsConstant.SOCK_CLOEXEC.value();

    /** What a call reads and writes: a value or an address, and a length behind it. */
    private static final ThreadLocal<NativeMemory> SCRATCH = ThreadLocal.withInitial(() -> NativeMemory.allocate(64));

    private static final int LENGTH_OFFSET = 32;

    private final Descriptor descriptor;
    private final int family;
    private final InetSocketAddress meantFor;

    private NativeSocket(int number, int family, InetSocketAddress meantFor) {
        this.descriptor = new Descriptor(number);
        this.family = family;
        this.meantFor = meantFor;
    }

    /**
     * Opens a socket.
     *
     * @param family AF_INET or AF_INET6
     * @param type SOCK_STREAM, SOCK_DGRAM or SOCK_DCCP
     * @param protocol IPPROTO_...
     * @param meantFor the address that it is meant for, named in errors
     * @throws UnsupportedSystemException if this system's calls cannot be used
     */
    public static NativeSocket open(OsConstant family, OsConstant type, OsConstant protocol, InetSocketAddress meantFor)
            throws NativeIoException {
        SystemCalls.requireSupported();
        int result = SystemCalls.socket(family.value(), type.value() | NON_BLOCKING, protocol.value());
        if (result < 0) {
            throw new NativeIoException(
                    "socket " + family + " " + protocol + " for", AddressText.of(meantFor), -result);
        }
        return new NativeSocket(result, family.value(), meantFor);
    }

    /** The descriptor's number, -1 once closed. */
    public int number() {
        return descriptor.number();
    }

    /** AF_INET or AF_INET6. */
    public int family() {
        return family;
    }

    /** Another descriptor of the same socket, to be closed on its own. */
    public Descriptor duplicate() throws NativeIoException {
        return descriptor.duplicate();
    }

    /** The address that the socket is meant for; of an accepted one: the peer's. */
    public InetSocketAddress meantFor() {
        return meantFor;
    }

    /** {@link #meantFor} as errors name it. */
    public String subject() {
        return AddressText.of(meantFor);
    }

    public void bind(InetSocketAddress local) throws NativeIoException {
        NativeMemory name = SCRATCH.get();
        int length = SocketAddressCodec.encode(local, family, name.bytes(), 0);
        check(SystemCalls.bind(number(), name.address(), length), "bind", () -> AddressText.of(local));
    }

    /** Starts to connect. Returns whether the connection is there already; otherwise writability tells its end. */
    public boolean connect(InetSocketAddress peer) throws NativeIoException {
        NativeMemory name = SCRATCH.get();
        int length = SocketAddressCodec.encode(peer, family, name.bytes(), 0);
        int result = SystemCalls.connect(number(), name.address(), length);
        if (result == -Errno.EINPROGRESS.number() || result == -Errno.EINTR.number()) {
            return false;
        }
        check(result, "connect", () -> AddressText.of(peer));
        return true;
    }

    /** Throws if the connection attempt has failed. */
    public void finishConnect(InetSocketAddress peer) throws NativeIoException {
        check(-option(OsConstant.SOL_SOCKET, OsConstant.SO_ERROR), "connect", () -> AddressText.of(peer));
    }

    public void listen(int backlog) throws NativeIoException {
        check(SystemCalls.listen(number(), backlog), "listen", this::subject);
    }

    /** The next connection, or null if there is none at the moment. */
    public NativeSocket accept() throws NativeIoException {
        NativeMemory name = nameWithLength();
        int result;
        do {
            result = SystemCalls.accept4(number(), name.address(), name.address() + LENGTH_OFFSET, NON_BLOCKING);
        } while (isErrorOfConnection(-result));
        if (result == -Errno.EAGAIN.number()) {
            return null;
        }
        check(result, "accept", this::subject);
        return new NativeSocket(result, family, SocketAddressCodec.decode(name.bytes(), 0));
    }

    /** Errors that accept(2) reports of a connection that is gone already; they say nothing of the listening socket. */
    private static boolean isErrorOfConnection(int errno) {
        return errno == Errno.ECONNABORTED.number()
                || errno == Errno.EPROTO.number()
                || errno == Errno.ENOPROTOOPT.number()
                || errno == Errno.ENETDOWN.number()
                || errno == Errno.ENETUNREACH.number()
                || errno == Errno.EHOSTDOWN.number()
                || errno == Errno.EHOSTUNREACH.number()
                || errno == Errno.ENONET.number();
    }

    public void shutdown(OsConstant how) throws NativeIoException {
        check(SystemCalls.shutdown(number(), how.value()), "shutdown", this::subject);
    }

    public InetSocketAddress localAddress() throws NativeIoException {
        NativeMemory name = nameWithLength();
        check(
                SystemCalls.getsockname(number(), name.address(), name.address() + LENGTH_OFFSET),
                "getsockname",
                this::subject);
        return SocketAddressCodec.decode(name.bytes(), 0);
    }

    public InetSocketAddress peerAddress() throws NativeIoException {
        NativeMemory name = nameWithLength();
        check(
                SystemCalls.getpeername(number(), name.address(), name.address() + LENGTH_OFFSET),
                "getpeername",
                this::subject);
        return SocketAddressCodec.decode(name.bytes(), 0);
    }

    private static NativeMemory nameWithLength() {
        NativeMemory name = SCRATCH.get();
        name.bytes().putInt(LENGTH_OFFSET, SocketAddressCodec.MAX_BYTES);
        return name;
    }

    public int option(OsConstant level, OsConstant option) throws NativeIoException {
        int value = tryOption(level, option);
        check(value, "getsockopt", () -> option + " of " + subject());
        return value;
    }

    /** An option whose value is not negative; otherwise a negative errno. */
    public int tryOption(OsConstant level, OsConstant option) {
        NativeMemory value = SCRATCH.get();
        int result = tryOption(level, option, value.address(), Integer.BYTES);
        return result < 0 ? result : value.bytes().getInt(0);
    }

    /** An option that is a short text; empty if the system does not tell. */
    public Optional<String> tryTextOption(OsConstant level, OsConstant option) {
        NativeMemory value = SCRATCH.get();
        int length = tryOption(level, option, value, LENGTH_OFFSET);
        if (length <= 0) {
            return Optional.empty();
        }
        byte[] text = new byte[length];
        value.bytes().get(0, text);
        String padded = new String(text, StandardCharsets.UTF_8);
        int end = padded.indexOf('\0');
        return Optional.of(end < 0 ? padded : padded.substring(0, end));
    }

    /** Reads an option that is a structure. Returns its length, at most the memory's, or a negative errno. */
    public int tryOption(OsConstant level, OsConstant option, NativeMemory value) {
        return tryOption(level, option, value, value.size());
    }

    /** Reads an option that is a structure into the first bytes of a memory, as many as there is room for. */
    int tryOption(OsConstant level, OsConstant option, NativeMemory value, int room) {
        return tryOption(level, option, value.address(), room);
    }

    private int tryOption(OsConstant level, OsConstant option, long value, int room) {
        NativeMemory length = SCRATCH.get();
        length.bytes().putInt(LENGTH_OFFSET, room);
        int result = SystemCalls.getsockopt(
                number(), level.value(), option.value(), value, length.address() + LENGTH_OFFSET);
        return result < 0 ? result : length.bytes().getInt(LENGTH_OFFSET);
    }

    public void setOption(OsConstant level, OsConstant option, int value) throws NativeIoException {
        int result = trySetOption(level, option.value(), value);
        check(result, "setsockopt", () -> option + "=" + value + " of " + subject());
    }

    /** Sets an option; returns 0 or a negative errno. */
    public int trySetOption(OsConstant level, int option, int value) {
        NativeMemory memory = SCRATCH.get();
        memory.bytes().putInt(0, value);
        return SystemCalls.setsockopt(number(), level.value(), option, memory.address(), Integer.BYTES);
    }

    /** Sets an option to a structure of this length; returns what the kernel does, or a negative errno. */
    public int trySetOption(OsConstant level, OsConstant option, NativeMemory value, int length) {
        return SystemCalls.setsockopt(number(), level.value(), option.value(), value.address(), length);
    }

    /** Sets an option to a structure of this length. */
    public void setOption(OsConstant level, OsConstant option, NativeMemory value, int length)
            throws NativeIoException {
        check(trySetOption(level, option, value, length), "setsockopt", () -> option + " of " + subject());
    }

    public void setOption(OsConstant level, OsConstant option, String value) throws NativeIoException {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        NativeMemory memory = SCRATCH.get();
        if (text.length > memory.size()) {
            throw new NativeIoException("setsockopt", option + "=" + value + " of " + subject(), Errno.EINVAL.number());
        }
        memory.bytes().put(0, text);
        int result = SystemCalls.setsockopt(number(), level.value(), option.value(), memory.address(), text.length);
        check(result, "setsockopt", () -> option + "=" + value + " of " + subject());
    }

    /** The subject is put into words only for an error. */
    private static void check(int result, String operation, Supplier<String> subject) throws NativeIoException {
        if (result < 0) {
            throw new NativeIoException(operation, subject.get(), -result);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
