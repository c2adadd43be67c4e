// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import org.netperfmeter.traffic.HarmlessText;

/** Values as JSON has them. */
final class Json {
    private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode object() {
        return FACTORY.objectNode();
    }

    /** JSON has no NaN and no infinity: they are null. */
    static JsonNode number(double value) {
        return Double.isFinite(value) ? FACTORY.numberNode(value) : FACTORY.nullNode();
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode json = FACTORY.arrayNode();
        values.forEach(value -> json.add(value.toString()));
        return json;
    }

    /** Numbers, truth values, texts, collections and maps as such, anything else as text. */
    static JsonNode value(Object value) {
        if (value == null) {
            return FACTORY.nullNode();
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode json = FACTORY.objectNode();
            map.forEach((name, entry) -> json.set(String.valueOf(name), value(entry)));
            return json;
        } else if (value instanceof Collection<?> collection) {
            ArrayNode json = FACTORY.arrayNode();
            collection.forEach(entry -> json.add(value(entry)));
            return json;
        } else if (value instanceof Boolean truth) {
            return FACTORY.booleanNode(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            return FACTORY.numberNode(((Number) value).longValue());
        } else if (value instanceof Number number) {
            return number(number.doubleValue());
        }
        return FACTORY.textNode(HarmlessText.of(value.toString()));
    }
}
