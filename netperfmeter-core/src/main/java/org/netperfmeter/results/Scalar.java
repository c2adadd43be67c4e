// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

/**
 * A line of a scalar file that the original does not have.
 *
 * @param part of its flow that it is about, such as {@code subflow[1]}; empty: the flow itself
 * @param name of the statistic
 * @param value as it is written
 */
public record Scalar(String part, String name, String value) {}
