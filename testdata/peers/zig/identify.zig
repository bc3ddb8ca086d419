//! A reactor after sdk/ABI.md, without an SDK: who has the token in the tool's arguments? With "scratch" beside the
//! token the call also takes as many bytes of memory and writes to them, which makes memory grow.
const std = @import("std");

const allocator = std.heap.wasm_allocator;

const Input = struct {
    request: struct { params: ?Params = null },

    const Params = struct { arguments: ?Arguments = null };
    const Arguments = struct { token: ?[]const u8 = null, scratch: usize = 0 };
};

const Identity = struct { userId: []const u8, userName: []const u8 };

const Answer = union(enum) { identity: ?Identity, failure: []const u8 };

const identities = std.StaticStringMap(Identity).initComptime(.{
    .{ "tok-alice-5f2c", Identity{ .userId = "u-1", .userName = "alice@example.com" } },
    .{ "tok-bob-91d7", Identity{ .userId = "u-2", .userName = "bob@example.com" } },
    .{ "tok-carol-3e10", Identity{ .userId = "u-3", .userName = "carol@example.com" } },
});

/// The answer of the last call: the host reads it when that is over.
var last: []const u8 = &.{};

export fn whowasm_alloc(size: usize) usize {
    const room = allocator.alloc(u8, size) catch @trap();
    return @intFromPtr(room.ptr);
}

export fn identify(input: [*]u8, len: usize) u64 {
    const text = input[0..len];
    defer allocator.free(text);
    allocator.free(last);
    last = write(decide(text)) catch @trap();
    return @as(u64, @intFromPtr(last.ptr)) << 32 | last.len;
}

fn decide(text: []const u8) Answer {
    const options: std.json.ParseOptions = .{ .ignore_unknown_fields = true, .allocate = .alloc_always };
    const input = std.json.parseFromSlice(Input, allocator, text, options) catch
        return .{ .failure = "the input is not what this guest knows" };
    defer input.deinit();
    const params = input.value.request.params orelse return .{ .identity = null };
    const arguments = params.arguments orelse return .{ .identity = null };
    scribble(arguments.scratch) catch return .{ .failure = "no memory" };
    return .{ .identity = identities.get(arguments.token orelse return .{ .identity = null }) };
}

/// Writes to as many bytes of new memory.
fn scribble(size: usize) !void {
    const room = try allocator.alloc(u8, size);
    defer allocator.free(room);
    @memset(room, 0x5a);
    std.mem.doNotOptimizeAway(room.ptr);
}

fn write(answer: Answer) ![]const u8 {
    return switch (answer) {
        .identity => |who| std.json.Stringify.valueAlloc(allocator, who, .{}),
        .failure => |message| std.json.Stringify.valueAlloc(allocator, .{ .@"error" = message }, .{}),
    };
}
