// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * What is kept of a flow at one node beyond its {@link FlowSnapshot}, if it is asked for: how its times are distributed, and
 * in which order its messages arrived. Defined here; the numbers of messages and frames that were lost are in the snapshot.
 *
 * @param delay one-way delay of all received messages, late and duplicate ones included (as the rows of the vector).
 *     Contains the offset between the clocks of the two nodes, and may be negative
 * @param absoluteIpdv absolute one-way delay variation (RFC 3393, section 4.5) of the messages that arrived in
 *     order and whose predecessor, by sequence number, had arrived right before them in order: what was lost or overtaken
 *     has no part in it, neither have duplicates
 * @param duplicatedPackets received messages that had been received before
 * @param reorderedPackets messages that arrived after one with a higher sequence number (RFC 4737, section 3), however
 *     late, duplicates excepted. With those that waited for longer than the defragmentation timeout, these may be among the
 *     lost ones of the snapshot
 * @param meanReorderingExtent mean of their reordering extents (RFC 4737, section 4.2), in messages; 0 without such
 * @param maxReorderingExtent largest of them; 0 without such
 * @param longestGapMicros longest time between two messages that arrived one after the other, duplicates included; 0 with
 *     less than two
 * @param sendLateness hand-over to the system minus due time of the paced frames that this node sent. A flow whose schedule
 *     was started anew ({@link FlowSnapshot#scheduleRestarts}) has left out frames that would have been later still
 */
public record FlowQuality(
        TimeSummary delay,
        TimeSummary absoluteIpdv,
        long duplicatedPackets,
        long reorderedPackets,
        double meanReorderingExtent,
        long maxReorderingExtent,
        long longestGapMicros,
        TimeSummary sendLateness) {}
