// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Facts of a report by name, of which some have a place of their own in the document, and the rest is told as it is. Those
 * of a passive node are all texts.
 */
final class Facts {
    private static final String UNKNOWN = "unknown";

    private final Map<String, Object> rest;

    Facts(Map<String, ?> facts) {
        rest = new LinkedHashMap<>(facts);
    }

    /** Takes a fact as it is; null if there is none, or it is not known. */
    JsonNode take(String name) {
        Object value = rest.remove(name);
        return Json.value(UNKNOWN.equals(value) ? null : value);
    }

    /** Takes a number; empty if there is none. */
    OptionalDouble takeNumber(String name) {
        Object value = rest.remove(name);
        if (value instanceof Number number) {
            return OptionalDouble.of(number.doubleValue());
        }
        try {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value.toString()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Takes a whole number that is not negative; null if there is none. */
    JsonNode takeCount(String name) {
        Object value = rest.remove(name);
        try {
            long count = value == null ? -1 : Long.parseLong(value.toString());
            return Json.value(count < 0 ? null : (Long) count);
        } catch (NumberFormatException e) {
            return Json.value(null);
        }
    }

    /** Leaves out facts that the document has elsewhere. */
    void drop(Collection<String> names) {
        rest.keySet().removeAll(names);
    }

    /** What has not been taken. */
    ObjectNode rest() {
        return (ObjectNode) Json.value(rest);
    }
}
