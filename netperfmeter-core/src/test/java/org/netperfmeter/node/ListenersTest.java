// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenersTest {
    private record Call(String listener, Method method, List<Object> arguments) {}

    private final List<Call> calls = new ArrayList<>();

    static Stream<Method> events() {
        return Arrays.stream(NodeListener.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    /** All events have empty defaults, so that the compiler does not miss one that is not passed on. */
    @ParameterizedTest
    @MethodSource("events")
    void everyListenerIsToldInOrder(Method event) throws ReflectiveOperationException {
        Object[] arguments = IntStream.range(0, event.getParameterCount())
                .mapToObj(i -> argument(event.getParameterTypes()[i], i))
                .toArray();

        event.invoke(NodeListener.of(List.of(listener("first"), listener("second"))), arguments);

        assertEquals(
                List.of(
                        new Call("first", event, Arrays.asList(arguments)),
                        new Call("second", event, Arrays.asList(arguments))),
                calls);
    }

    private NodeListener listener(String name) {
        return (NodeListener) Proxy.newProxyInstance(
                NodeListener.class.getClassLoader(),
                new Class<?>[] {NodeListener.class},
                (proxy, method, arguments) -> {
                    calls.add(new Call(name, method, arguments == null ? List.of() : Arrays.asList(arguments)));
                    return null;
                });
    }

    /** Differs by position where an event has several arguments of a type; nobody looks into the others. */
    private static Object argument(Class<?> type, int position) {
        if (type == long.class) {
            return (long) position;
        } else if (type == String.class) {
            return "text " + position;
        } else if (type == InetSocketAddress.class) {
            return InetSocketAddress.createUnresolved("host", position);
        } else if (type == List.class) {
            return List.of(position);
        }
        return null;
    }
}
