#pragma once

#include <boost/iterator/indirect_iterator.hpp>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace troupe {

/// A list of values, each of which can be shared with those who outlive the list: what did
/// not change between two configurations is one and the same in both. A copy has values of
/// its own. Nothing is changed once it has been shared.
template <class T>
class shared_list {
  using pointers = std::vector<std::shared_ptr<T>>;

public:
  using value_type = T;
  using iterator = boost::indirect_iterator<typename pointers::iterator>;
  using const_iterator = boost::indirect_iterator<typename pointers::const_iterator, const T>;

  shared_list() = default;
  shared_list(std::initializer_list<T> xs) {
    for (auto& x : xs)
      push_back(x);
  }
  shared_list(const shared_list& other) {
    for (auto& x : other)
      push_back(x);
  }
  shared_list(shared_list&&) noexcept = default;
  shared_list& operator=(shared_list other) noexcept {
    items_.swap(other.items_);
    return *this;
  }

  iterator begin() { return items_.begin(); }
  iterator end() { return items_.end(); }
  const_iterator begin() const { return items_.begin(); }
  const_iterator end() const { return items_.end(); }
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  T& operator[](size_t i) { return *items_[i]; }
  const T& operator[](size_t i) const { return *items_[i]; }
  T& at(size_t i) { return *items_.at(i); }
  const T& at(size_t i) const { return *items_.at(i); }
  T& front() { return *items_.front(); }
  const T& front() const { return *items_.front(); }
  T& back() { return *items_.back(); }

  void push_back(T x) { items_.push_back(std::make_shared<T>(std::move(x))); }
  T& emplace_back() { return *items_.emplace_back(std::make_shared<T>()); }
  void resize(size_t size) {
    items_.resize(std::min(size, items_.size()));
    while (items_.size() < size)
      emplace_back();
  }

  /// The value of this index, for as long as anybody has it.
  std::shared_ptr<const T> share(size_t i) const { return items_[i]; }
  /// Takes a value of another list in place of an equal one.
  void adopt(size_t i, const shared_list& other, size_t j) { items_[i] = other.items_[j]; }

  bool operator==(const shared_list& other) const {
    if (size() != other.size())
      return false;
    for (size_t i = 0; i < size(); ++i)
      if (items_[i] != other.items_[i] && !(*items_[i] == *other.items_[i]))
        return false;
    return true;
  }

private:
  pointers items_;
};

} // namespace troupe
