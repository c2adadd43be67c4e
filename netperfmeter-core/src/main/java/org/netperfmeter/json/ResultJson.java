// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.TimeSummary;
import org.netperfmeter.measurement.Volume;

/** Numbers of a measurement. */
final class ResultJson {
    private static final List<String> CPU_STATES = List.of(
            "user", "nice", "system", "idle", "ioWait", "hardwareInterrupts", "softwareInterrupts", "hypervisor");

    private ResultJson() {}

    static JsonNode count(OptionalLong value) {
        return Json.value(value.isPresent() ? (Long) value.getAsLong() : null);
    }

    static JsonNode number(OptionalDouble value) {
        return Json.number(value.orElse(Double.NaN));
    }

    /** A moment since 1970; null: never. */
    static JsonNode moment(long micros) {
        return Json.value(micros == 0 ? null : (Long) micros);
    }

    static ObjectNode volume(Volume volume) {
        ObjectNode json = Json.object();
        json.put("bytes", volume.bytes());
        json.put("packets", volume.packets());
        json.put("frames", volume.frames());
        return json;
    }

    /** A volume with its rates over a duration. */
    static ObjectNode volume(Volume volume, long durationMicros) {
        ObjectNode json = volume(volume);
        Rate rate = volume.over(durationMicros);
        json.put("bitsPerSecond", rate.bitsPerSecond());
        json.put("bytesPerSecond", rate.bytesPerSecond());
        json.put("packetsPerSecond", rate.packetsPerSecond());
        json.put("framesPerSecond", rate.framesPerSecond());
        return json;
    }

    /** What was sent or received between two moments, with its rates over the time between them (results.md 5.1). */
    static void transfer(ObjectNode json, long firstMicros, long lastMicros, long durationMicros, Volume volume) {
        json.set("firstMicros", moment(firstMicros));
        json.set("lastMicros", moment(lastMicros));
        json.setAll(volume(volume, durationMicros));
    }

    /** Says that the frames of a volume are not known, nor is their rate. */
    static void withoutFrames(ObjectNode volume) {
        volume.putNull("frames");
        volume.putNull("framesPerSecond");
    }

    static JsonNode times(TimeSummary times) {
        if (times.isEmpty()) {
            return NullNode.instance;
        }
        ObjectNode json = Json.object();
        json.set("minMicros", Json.number(times.minMicros()));
        json.set("meanMicros", Json.number(times.meanMicros()));
        json.set("standardDeviationMicros", Json.number(times.standardDeviationMicros()));
        json.set("p50Micros", Json.number(times.p50Micros()));
        json.set("p90Micros", Json.number(times.p90Micros()));
        json.set("p99Micros", Json.number(times.p99Micros()));
        json.set("p999Micros", Json.number(times.p999Micros()));
        json.set("maxMicros", Json.number(times.maxMicros()));
        return json;
    }

    static ObjectNode clock(ClockEstimate estimate) {
        ObjectNode json = Json.object();
        json.put("referenceMicros", estimate.referenceMicros());
        json.put("offsetMicros", estimate.offsetMicros());
        json.put("errorMicros", estimate.errorMicros());
        json.put("driftPpm", estimate.driftPpm());
        json.put("driftErrorPpm", estimate.driftErrorPpm());
        json.put("minRoundTripMicros", estimate.minRoundTripMicros());
        json.put("exchanges", estimate.exchanges());
        json.put("jumps", estimate.jumps());
        return json;
    }

    static ObjectNode cpu(CpuUsage usage) {
        ObjectNode json = Json.object();
        json.set("totalPercent", shares(usage.total()));
        ArrayNode cpus = json.putArray("cpusPercent");
        usage.cpus().forEach(cpu -> cpus.add(shares(cpu)));
        return json;
    }

    private static ObjectNode shares(List<Double> percent) {
        ObjectNode json = Json.object();
        for (int i = 0; i < CPU_STATES.size(); i++) {
            json.set(CPU_STATES.get(i), Json.number(percent.get(i)));
        }
        return json;
    }
}
