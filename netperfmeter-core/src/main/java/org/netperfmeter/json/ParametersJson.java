// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.PeerGeneration;

/** What was asked for of a run but for its flows, and what of that was in effect. */
final class ParametersJson {
    private static final double MICROS_PER_SECOND = 1e6;

    private ParametersJson() {}

    static ObjectNode given(ActiveConfig config) {
        ObjectNode json = Json.object();
        json.put("host", config.host());
        json.put("port", config.basePort());
        json.put("control", config.control().map(Enum::name).orElse(null));
        json.set("localDataAddresses", addresses(config.localData()));
        json.set("localControlAddresses", addresses(config.localControl()));
        json.put("v6Only", config.v6Only());
        json.set("runtimeSeconds", Json.value(config.runtimeSeconds() > 0 ? (Double) config.runtimeSeconds() : null));
        json.set(
                "seed",
                Json.value(
                        config.seed().isPresent()
                                ? Long.toUnsignedString(config.seed().getAsLong())
                                : null));
        json.put("intervalMicros", config.intervalMicros());
        json.put("timeStamping", config.timeStamping().name().toLowerCase(Locale.ROOT));
        json.put("correctClock", config.correctClock());
        json.put("omnetpp", config.omnetpp());
        json.put("realTime", config.realTime());
        json.put("vectorOverflow", config.vectorOverflow().name().toLowerCase(Locale.ROOT));
        json.set(
                "peerGeneration",
                Json.value(config.peerGeneration()
                        .map(generation -> generation == PeerGeneration.LEGACY ? 1 : 2)
                        .orElse(null)));
        json.put("secret", config.secret().isPresent());
        json.put("secretOptional", config.secretOptional());
        json.put("activeName", config.activeName());
        json.put("passiveName", config.passiveName());
        json.set("scalarFiles", pattern(config.scalars()));
        json.set("vectorFiles", pattern(config.vectors()));
        json.set("transportVectorFiles", pattern(config.transport()));
        json.put("configFile", config.configFile().map(Path::toString).orElse(null));
        return json;
    }

    private static JsonNode pattern(ResultNames names) {
        return Json.value(names.isWanted() ? names.pattern() : null);
    }

    private static JsonNode addresses(List<InetAddress> addresses) {
        return Json.texts(addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    /**
     * What is known of it.
     *
     * @param facts of the report; none before there is one
     */
    static ObjectNode inEffect(MeasurementSettings settings, Map<String, Object> facts) {
        Facts known = new Facts(facts);
        ObjectNode json = Json.object();
        json.put("seed", Long.toUnsignedString(settings.seed()));
        json.put("intervalMicros", settings.intervalMicros());
        json.set("control", known.take("control"));
        json.set("passiveSeed", known.take("peerSeed"));
        json.set("passiveIntervalMicros", micros(known.takeNumber("peerIntervalSeconds")));
        json.set("passiveExtendsResults", known.take("peerExtendedScalars"));
        json.set("passiveWritesOmnetpp", known.take("peerOmnetpp"));
        json.set("passiveWritesTransportVector", known.take("peerTransportVector"));
        json.set("drained", known.take("peerDrains"));
        json.set("realTime", known.take("realTime"));
        json.set("authenticated", known.take("authenticated"));
        json.set("clockSteps", known.take("clockSteps"));
        return json;
    }

    private static JsonNode micros(OptionalDouble seconds) {
        return Json.value(seconds.isPresent() ? (Long) Math.round(seconds.getAsDouble() * MICROS_PER_SECOND) : null);
    }
}
