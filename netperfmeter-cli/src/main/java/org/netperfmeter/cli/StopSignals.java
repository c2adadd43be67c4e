// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * SIGINT, SIGTERM, and SIGHUP from a terminal that is closed. The first asks for a graceful end. Those within two seconds after it are ignored, since wrappers
 * deliver one Ctrl-C twice; a later one ends the program at once (cli.md 13.2).
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Consumer<String> onStop;
    private final Consumer<Integer> onKill;
    private boolean stopping;
    private long stoppingSinceNanos;

    /**
     * Prepares for signals.
     *
     * @param onStop asks for a graceful end; gets the signal's name; called once
     * @param onKill ends the program; gets the signal's number
     */
    StopSignals(Consumer<String> onStop, Consumer<Integer> onKill) {
        this.onStop = onStop;
        this.onKill = onKill;
    }

    /** A signal arrived. */
    synchronized void signalled(String name, int number, long nowNanos) {
        if (!stopping) {
            stopping = true;
            stoppingSinceNanos = nowNanos;
            onStop.accept(name);
        } else if (nowNanos - stoppingSinceNanos >= PATIENCE_NANOS) {
            onKill.accept(number);
        }
    }

    /**
     * Takes the signals of this process. By reflection, because the only class for it is outside the Java standard, and
     * the compiler warns of it in a way that cannot be switched off. Java leaves those of these signals alone that were
     * ignored when it started, so that {@code nohup} keeps its meaning.
     *
     * @return false if this Java has no such class: signals then end the program at once
     */
    boolean install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> {
                if (!method.getName().equals("handle")) {
                    return null;
                }
                String name = (String) signal.getMethod("getName").invoke(arguments[0]);
                int number = (int) signal.getMethod("getNumber").invoke(arguments[0]);
                signalled(name, number, System.nanoTime());
                return null;
            };
            Object handler =
                    Proxy.newProxyInstance(signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, invocation);
            for (String name : NAMES) {
                signal.getMethod("handle", signal, signalHandler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            }
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
