// SPDX-License-Identifier: Apache-2.0
/**
 * The operating system's socket API without C code. {@link org.netperfmeter.posix.SystemCalls} makes the calls and returns
 * negative errnos; {@link org.netperfmeter.posix.NativeSocket} and its neighbours own descriptors and throw {@link
 * org.netperfmeter.posix.NativeIoException}; the rest lays out the kernel's structures as plain bytes. Knows nothing of
 * transports, flows or messages.
 */
package org.netperfmeter.posix;
